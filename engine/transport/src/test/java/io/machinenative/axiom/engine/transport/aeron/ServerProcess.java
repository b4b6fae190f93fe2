package io.machinenative.axiom.engine.transport.aeron;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.base.Mount;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SystemEpochClock;

/** A server with an embedded media driver in a JVM of its own, to be killed. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final String address;

  /** Starts it, and returns when it listens. */
  ServerProcess(Path directory, String address) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path flags = Path.of(System.getProperty("axiom.root"), "perf-config", "jvm", "axiom.args");
    List<String> command =
        List.of(
            java.toString(),
            "@" + flags,
            "-cp",
            System.getProperty("java.class.path"),
            ServerProcess.class.getName(),
            directory.toString(),
            address);
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      BufferedReader output =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      this.address = output.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return address;
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL, and wait until the process is gone. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** The server: an echo until it is killed, or its parent goes. */
  public static void main(String[] args) throws IOException {
    DriverOptions options =
        DriverOptions.standard(
            Path.of(args[0]),
            Mount.SHARED,
            Thread::new,
            AeronRig::patientIdle,
            AeronRig.CLOCK,
            SystemEpochClock.INSTANCE,
            Throwable::printStackTrace);
    EmbeddedDriver driver = EmbeddedDriver.launch(options);
    RecordingHandler handler = new RecordingHandler();
    AeronConductor conductor =
        AeronConductor.connect(AeronContext.of(driver, AeronRig.CLOCK, Throwable::printStackTrace));
    AeronListener listener =
        new AeronListener(
            conductor,
            AeronAddress.parse(args[1]),
            AeronListenerOptions.DEFAULT,
            handler,
            handler::onRefused);
    System.out.println(listener.address());
    ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
    IdleStrategy idle = AeronRig.patientIdle();
    while (parent.isAlive()) {
      for (int i = 0; i < 10_000; i++) {
        idle.idle(listener.poll(AeronRig.CLOCK.nanoTime()));
      }
    }
  }
}
