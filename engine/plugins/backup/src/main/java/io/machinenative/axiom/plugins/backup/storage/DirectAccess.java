package io.machinenative.axiom.plugins.backup.storage;

import java.nio.file.OpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reading and writing files past the system's cache ({@code O_DIRECT}). What goes through the cache
 * costs a copy of every byte and a page for it, which a virtual machine may first have to ask its
 * host for, and pushes out what somebody else reads. Stateless.
 *
 * <p>Memory, places in the file and lengths are multiples of {@link #BLOCK_BYTES} then; of a file
 * system with longer blocks, or without such a thing, the first call fails, and its caller goes the
 * way round.
 */
public final class DirectAccess {
  public static final int BLOCK_BYTES = 4096;

  private static final Optional<OpenOption> OPTION = find();

  private DirectAccess() {}

  /** To open a file with; none in a JDK without it, for the option is not of the platform's own. */
  public static Optional<OpenOption> option() {
    return OPTION;
  }

  private static Optional<OpenOption> find() {
    try {
      Object[] options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
      return Stream.of(options)
          .map(OpenOption.class::cast)
          .filter(option -> option.toString().equals("DIRECT"))
          .findFirst();
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }
}
