package io.machinenative.axiom.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link StoreVictim} as its killer sees it. Owns the process. One thread, and a reader. */
final class VictimProcess implements AutoCloseable {
  private static final long LIMIT_S = 60;

  private final Process process;
  private final Path errors;
  private final Thread reader;
  private volatile long opened = -1;
  private volatile long acknowledged = -1;
  private volatile String unexpected;

  private VictimProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    reader = Thread.ofPlatform().daemon().name("output of " + process.pid()).start(this::read);
  }

  static VictimProcess start(Path directory, Durability durability, long seed) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-agentlib:") && !flag.startsWith("-javaagent:"))
        .forEach(command::add);
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(StoreVictim.class.getName());
    command.addAll(List.of(directory.toString(), durability.name(), Long.toString(seed)));
    Path errors = Files.createTempFile("axiom-victim-", ".err");
    return new VictimProcess(
        new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  private void read() {
    try (BufferedReader output = process.inputReader(UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("opened ")) {
          opened = Long.parseLong(line.substring("opened ".length()));
        } else {
          acknowledged = Long.parseLong(line);
        }
      }
    } catch (IOException | NumberFormatException e) {
      unexpected = e.toString();
    }
  }

  /** Waits until it has opened the store. */
  void awaitOpened() throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
    while (opened < 0) {
      if (!process.isAlive() || System.nanoTime() - deadlineNs > 0) {
        throw new IllegalStateException(
            "expected that the store opens within " + LIMIT_S + " s without a hand: " + errors());
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** Lets it work, kills it, and takes in all that it said. */
  void killAfter(long delayUs) throws InterruptedException {
    TimeUnit.MICROSECONDS.sleep(delayUs);
    if (!process.isAlive()) {
      throw new IllegalStateException("expected a process to kill; it said: " + errors());
    }
    // Not Process.destroyForcibly: it closes the pipe, and with it what the victim still said.
    process.toHandle().destroyForcibly();
    process.waitFor();
    reader.join();
    if (unexpected != null) {
      throw new IllegalStateException("expected revisions, actual " + unexpected);
    }
  }

  /** The revision at which it opened the store; -1 when it did not come so far. */
  long opened() {
    return opened;
  }

  /** The last revision that may not be lost; -1 when there is none. */
  long acknowledged() {
    return acknowledged;
  }

  private String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(errors);
  }
}
