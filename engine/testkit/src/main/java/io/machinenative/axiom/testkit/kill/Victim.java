package io.machinenative.axiom.testkit.kill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A process that is to be killed, as its killer sees it. It says on standard output, a line each,
 * what may not be lost from there on; a line that the kill cut is not counted. Owns the process.
 * One thread's, beside two readers.
 */
final class Victim implements AutoCloseable {
  private static final long LIMIT_S = 60;

  /** Of standard error so many characters are kept. */
  private static final int MOST_ERRORS = 16_384;

  /** More lines than anybody waits for. */
  private static final int MANY = 1_000_000;

  private final Process process;

  /** The end of what it has written to standard error; guarded by itself. */
  private final StringBuilder errors = new StringBuilder();

  private final Thread reader;
  private final Thread errorReader;
  private final Semaphore lines = new Semaphore(0);
  private final List<String> said = new ArrayList<>();
  private volatile IOException unread;

  private Victim(Process process) {
    this.process = process;
    reader = Thread.ofPlatform().daemon().name("output of " + process.pid()).start(this::read);
    errorReader =
        Thread.ofPlatform().daemon().name("errors of " + process.pid()).start(this::readErrors);
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
    return new Victim(new ProcessBuilder(command).start());
  }

  /** In memory: a killer may be killed itself, and would leave a file behind. */
  private void readErrors() {
    try (BufferedReader lines = process.errorReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said(line);
      }
    } catch (IOException e) {
      said("its standard error cannot be read: " + e);
    }
  }

  private void said(String error) {
    synchronized (errors) {
      errors.append(error).append('\n');
      errors.delete(0, Math.max(0, errors.length() - MOST_ERRORS));
    }
  }

  /** All of it when the process has ended. */
  private String endedErrors() throws InterruptedException {
    if (!process.isAlive()) {
      errorReader.join();
    }
    synchronized (errors) {
      return errors.toString();
    }
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
      throw new IOException("expected that it works without a hand, actual " + endedErrors());
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
      throw new IOException("expected a process to kill; it said: " + endedErrors());
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
  public void close() {
    process.destroyForcibly();
  }
}
