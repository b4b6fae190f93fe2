package io.machinenative.axiom.plugins.backup.keys;

import java.util.Arrays;

/** What opens a repository. Owned by who made it; {@link #close} wipes it. */
public sealed interface Secret extends AutoCloseable {
  /** How a key comes of it. */
  KeyKind kind();

  @Override
  void close();

  /**
   * A passphrase.
   *
   * @param characters not copied
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Passphrase(char[] characters) implements Secret {
    @Override
    public KeyKind kind() {
      return KeyKind.PASSPHRASE;
    }

    @Override
    public void close() {
      Arrays.fill(characters, '\0');
    }
  }

  /**
   * The content of a key file: 32 bytes that nobody can guess.
   *
   * @param key not copied
   */
  @SuppressWarnings("ArrayRecordComponent")
  record KeyBytes(byte[] key) implements Secret {
    public KeyBytes {
      if (key.length != 32) {
        throw new IllegalArgumentException("expected a key of 32 bytes, actual " + key.length);
      }
    }

    @Override
    public KeyKind kind() {
      return KeyKind.KEY_FILE;
    }

    @Override
    public void close() {
      Arrays.fill(key, (byte) 0);
    }
  }
}
