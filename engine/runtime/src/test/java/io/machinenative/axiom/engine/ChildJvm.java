package io.machinenative.axiom.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process with the JVM flags of the launcher and the class path of the tests. Ends with its test
 * at the latest. Owned by the test's thread; one more reads what the process prints.
 */
public final class ChildJvm implements AutoCloseable {
  private static final long LIMIT_S = TimeUnit.NANOSECONDS.toSeconds(Await.LIMIT_NS);
  private static final String END = "(the end of the output)";

  private final Process process;
  private final Path errors;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private ChildJvm(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /** What starts a main class. */
  public static List<String> command(Class<?> main, List<String> arguments) {
    return command(main, List.of(), arguments);
  }

  /** The same with flags of the JVM behind those of the launcher. */
  private static List<String> command(
      Class<?> main, List<String> jvmFlags, List<String> arguments) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path flags = Path.of(System.getProperty("axiom.root"), "perf-config", "jvm", "axiom.args");
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.add("@" + flags);
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(jvmFlags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  /** Starts a main class; its output is read line by line, or byte for byte by the caller. */
  public static ChildJvm start(Class<?> main, List<String> arguments, boolean byLine) {
    return start(main, List.of(), arguments, byLine);
  }

  /** The same with flags of the JVM behind those of the launcher. */
  public static ChildJvm start(
      Class<?> main, List<String> jvmFlags, List<String> arguments, boolean byLine) {
    List<String> command = command(main, jvmFlags, arguments);
    try {
      Path errors = Files.createTempFile("axiom-child-", ".err");
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      ChildJvm child = new ChildJvm(process, errors);
      if (byLine) {
        Thread.ofPlatform().daemon().name("output of " + process.pid()).start(child::readLines);
      }
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readLines() {
    try (BufferedReader output = process.inputReader(UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("cannot be read: " + e);
    }
    lines.add(END);
  }

  /** The next line that the process prints. */
  public String line() {
    try {
      String line = lines.poll(LIMIT_S, TimeUnit.SECONDS);
      if (line == null || line.equals(END)) {
        throw new AssertionError("expected a line, got none; on standard error: " + errors());
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Lines that it printed beside those that were taken, once it has ended. */
  public List<String> remainingLines() {
    List<String> remaining = new ArrayList<>();
    try {
      for (String line = lines.poll(LIMIT_S, TimeUnit.SECONDS);
          line != null && !line.equals(END);
          line = lines.poll(LIMIT_S, TimeUnit.SECONDS)) {
        remaining.add(line);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return remaining;
  }

  /** Writes to its standard input, ends that, and reads its output to the end. */
  public byte[] exchange(byte[] input) {
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              try (OutputStream in = process.getOutputStream()) {
                in.write(input);
              } catch (IOException e) {
                lines.add("cannot be written: " + e);
              }
            });
    try {
      byte[] output = process.getInputStream().readAllBytes();
      writer.join();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** SIGKILL, and waits until the process is gone. */
  public void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** Waits for its end. */
  public int exitCode() {
    try {
      if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
        throw new AssertionError("expected an end within " + LIMIT_S + " s: " + errors());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** What it has written to standard error so far. */
  public String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    errors.toFile().delete();
  }
}
