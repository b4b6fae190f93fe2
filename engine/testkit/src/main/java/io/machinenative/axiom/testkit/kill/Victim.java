package io.machinenative.axiom.testkit.kill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A process that is to be killed, as its killer sees it. It says on standard output, a line each,
 * what may not be lost from there on; a line that the kill cut is not counted. Owns the process.
 * One thread's, beside a reader.
 */
final class Victim implements AutoCloseable {
  private static final long LIMIT_S = 60;

  /** More lines than anybody waits for. */
  private static final int MANY = 1_000_000;

  private final Process process;
  private final Path errors;
  private final Thread reader;
  private final Semaphore lines = new Semaphore(0);
  private final List<String> said = new ArrayList<>();
  private volatile IOException unread;

  private Victim(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    reader = Thread.ofPlatform().daemon().name("output of " + process.pid()).start(this::read);
  }

  /**
   * Starts a class of this class path in a JVM of its own, with the flags of this one.
   *
   * @param main with a method of that name
   */
  static Victim start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-agentlib:") && !flag.startsWith("-javaagent:"))
        .forEach(command::add);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("axiom-victim-", ".err");
    return new Victim(new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  private void read() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (InputStream output = new BufferedInputStream(process.getInputStream())) {
      for (int next = output.read(); next >= 0; next = output.read()) {
        if (next == '\n') {
          said.add(line.toString(UTF_8));
          line.reset();
          lines.release();
        } else {
          line.write(next);
        }
      }
    } catch (IOException e) {
      unread = e;
    } finally {
      lines.release(MANY);
    }
  }

  /**
   * Waits until it has said so many lines.
   *
   * @throws IOException when it ended before, or does not within a minute; with what it said of it
   */
  void awaitLines(int count) throws InterruptedException, IOException {
    if (!lines.tryAcquire(count, LIMIT_S, TimeUnit.SECONDS) || !process.isAlive()) {
      throw new IOException(
          "expected that it works without a hand, actual " + Files.readString(errors));
    }
  }

  /**
   * Lets it work, and kills it.
   *
   * @return all whole lines that it said
   */
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
    return said;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(errors);
  }
}
