package io.machinenative.axiom.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A child JVM as its parent sees it: same Java, same flags, same class path. Owns the process. One
 * command at a time, from one thread; {@link #kill} from any.
 */
public final class ChildJvm implements AutoCloseable {
  private static final long STOP_MS = 8_000;

  private final String name;
  private final Process process;
  private final Writer commands;
  private final BufferedReader replies;
  private final ErrorTail errors;
  private final String address;

  private ChildJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    commands = process.outputWriter(StandardCharsets.UTF_8);
    replies =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    errors = ErrorTail.of(process);
    address = expect(ChildMain.READY);
  }

  /** Starts a child and waits until it is ready. */
  static ChildJvm start(ChildArguments arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(ChildMain.class.getName());
    command.addAll(arguments.toList());
    String name = arguments.subject().label() + " (" + arguments.role() + ")";
    try {
      return new ChildJvm(name, new ProcessBuilder(command).start());
    } catch (IOException e) {
      throw new UncheckedIOException("starting the JVM of " + name, e);
    }
  }

  /**
   * The flags that this JVM was started with, except those that bind a port or a file of its own.
   */
  public static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-agentlib:") && !flag.startsWith("-javaagent:"))
        .toList();
  }

  /** What the child printed as its address. */
  String address() {
    return address;
  }

  /** Sends a command and waits for its reply. */
  String ask(String command) {
    try {
      commands.write(command);
      commands.write('\n');
      commands.flush();
    } catch (IOException e) {
      throw died("took no command", e);
    }
    return expect(ChildMain.OK);
  }

  private String expect(String prefix) {
    try {
      String line = replies.readLine();
      if (line != null && line.startsWith(prefix)) {
        return line.substring(prefix.length());
      }
      throw died(line == null ? "ended" : "said: " + line, null);
    } catch (IOException e) {
      throw died("cannot be read", e);
    }
  }

  private ChildDiedException died(String what, IOException cause) {
    kill();
    return new ChildDiedException(
        "the JVM of " + name + " " + what + "; its stderr:\n" + errors.text(), cause);
  }

  /** Ends the process at once. */
  void kill() {
    process.destroyForcibly();
  }

  /** Asks the process to end, and ends it if it does not. */
  @Override
  public void close() {
    try {
      commands.close();
      if (!process.waitFor(STOP_MS, TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (IOException e) {
      kill();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}
