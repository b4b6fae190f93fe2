package io.machinenative.axiom.engine.store;

import java.nio.file.Path;

/**
 * A store's file does not hold what was written. The store stays closed: going on would lose what
 * was acknowledged. What to do is the operator's choice, see {@link StoreRecovery}.
 */
public final class StoreDamagedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Path file;
  private final long offset;

  StoreDamagedException(Path file, long offset, String what) {
    super("%s is damaged at offset %d: %s".formatted(file, offset, what));
    this.file = file;
    this.offset = offset;
  }

  static StoreDamagedException checksum(Path file, long offset, int expected, int actual) {
    return new StoreDamagedException(file, offset, checksumText(expected, actual));
  }

  static String checksumText(int expected, int actual) {
    return "expected the checksum %08x, actual %08x".formatted(expected, actual);
  }

  /** The file with the damage. */
  public Path file() {
    return file;
  }

  /** Where the damaged part begins. */
  public long offset() {
    return offset;
  }
}
