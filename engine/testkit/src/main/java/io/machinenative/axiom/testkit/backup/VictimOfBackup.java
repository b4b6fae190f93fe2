package io.machinenative.axiom.testkit.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A {@link BackupVictim} as its killer sees it. Owns the process. One thread, and a reader. */
final class VictimOfBackup implements AutoCloseable {
  private static final long LIMIT_S = 60;

  /** More lines than anybody waits for. */
  private static final int MANY = 1_000;

  private final Process process;
  private final Path errors;
  private final Thread reader;
  private final Semaphore lines = new Semaphore(0);
  private final List<String> said = new ArrayList<>();
  private volatile IOException unread;

  private VictimOfBackup(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    reader = Thread.ofPlatform().daemon().name("output of " + process.pid()).start(this::read);
  }

  static VictimOfBackup start(Path folder, long seed) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-agentlib:") && !flag.startsWith("-javaagent:"))
        .forEach(command::add);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(BackupVictim.class.getName());
    command.addAll(List.of(folder.toString(), Long.toString(seed)));
    Path errors = Files.createTempFile("axiom-victim-", ".err");
    return new VictimOfBackup(
        new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  private void read() {
    try (BufferedReader output = process.inputReader(UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said.add(line);
        lines.release();
      }
    } catch (IOException e) {
      unread = e;
    } finally {
      lines.release(MANY);
    }
  }

  /** Waits until it has said so many lines, the first of which is that it opened. */
  void awaitLines(int count) throws InterruptedException, IOException {
    if (!lines.tryAcquire(count, LIMIT_S, TimeUnit.SECONDS) || !process.isAlive()) {
      throw new IOException(
          "expected that it works without a hand, actual " + Files.readString(errors));
    }
  }

  /** Lets it work, kills it, and answers all that it said. */
  List<String> killAfter(long delayUs) throws InterruptedException, IOException {
    TimeUnit.MICROSECONDS.sleep(delayUs);
    if (!process.isAlive()) {
      throw new IOException("expected a process to kill; it said: " + Files.readString(errors));
    }
    // Not Process.destroyForcibly: it closes the pipe, and with it what the victim still said.
    process.toHandle().destroyForcibly();
    process.waitFor();
    reader.join();
    if (unread != null) {
      throw unread;
    }
    // The last line may be cut off: it counts when it is whole, which a digest's length shows.
    return said;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(errors);
  }
}
