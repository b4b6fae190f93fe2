package io.machinenative.axiom.engine.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What a filter reads and writes: files, or standard input and output. A file appears under its
 * name only when all of it is written.
 */
final class FilterFiles {
  private static final String STANDARD_STREAM = "-";

  /** Turns bytes into others. */
  @FunctionalInterface
  interface Filter {
    void run(ReadableByteChannel in, WritableByteChannel out) throws IOException;
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "IN",
      defaultValue = STANDARD_STREAM,
      description = "The file to read, - for standard input (default).")
  private String in;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      defaultValue = STANDARD_STREAM,
      description = "The file to write, - for standard output (default).")
  private String out;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrites OUT; writes to a terminal.")
  private boolean force;

  /**
   * How long the input is, where that is known.
   *
   * @return -1 for a pipe
   */
  long inputBytes() {
    try {
      return isStream(in) || !Files.isRegularFile(Path.of(in)) ? -1 : Files.size(Path.of(in));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, in + " cannot be read: " + e);
    }
  }

  /**
   * Runs a filter over input and output.
   *
   * @param binary whether a terminal is no place for the output
   * @param attributes of a new output file
   * @throws IOException of the filter itself, and of the files; there is no output file then
   */
  void run(Filter filter, boolean binary, FileAttribute<?>... attributes) throws IOException {
    if (isStream(out)) {
      if (binary && !force && isTerminal()) {
        throw new CommandFailure(
            ExitCode.USAGE, "the output is binary, and goes to a terminal: say -o FILE, or -f");
      }
      try (ReadableByteChannel from = open(in);
          FileOutputStream to = new FileOutputStream(FileDescriptor.out)) {
        filter.run(from, to.getChannel());
      }
      return;
    }
    Path target = Path.of(out);
    if (Files.isDirectory(target)) {
      throw new CommandFailure(ExitCode.USAGE, out + " is a directory");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      try (ReadableByteChannel from = open(in);
          FileChannel to = FileChannel.open(target, StandardOpenOption.WRITE)) {
        filter.run(from, to);
      }
      return;
    }
    if (Files.exists(target) && !force) {
      throw new CommandFailure(ExitCode.USAGE, out + " is there already: say -f to overwrite it");
    }
    writeWhole(filter, target, attributes);
  }

  private void writeWhole(Filter filter, Path target, FileAttribute<?>... attributes)
      throws IOException {
    Path part = target.resolveSibling(target.getFileName() + "." + ProcessHandle.current().pid());
    try (ReadableByteChannel from = open(in)) {
      // Ctrl-C leaves no part of a file either.
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> remove(part)));
      Set<StandardOpenOption> newFile =
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (FileChannel to = FileChannel.open(part, newFile, attributes)) {
        filter.run(from, to);
        to.force(true);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      remove(part);
    }
  }

  private static void remove(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new UncheckedIOException("expected to remove " + part, e);
    }
  }

  private static ReadableByteChannel open(String in) {
    try {
      return isStream(in)
          ? new FileInputStream(FileDescriptor.in).getChannel()
          : FileChannel.open(Path.of(in));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, in + " cannot be read: " + e);
    }
  }

  private static boolean isStream(String name) {
    return name.equals(STANDARD_STREAM);
  }

  /** Whether standard output is a terminal, also when standard input is none. */
  private static boolean isTerminal() {
    Path output = Path.of("/proc/self/fd/1");
    try {
      String target = Files.readSymbolicLink(output).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null && System.console().isTerminal();
    }
  }
}
