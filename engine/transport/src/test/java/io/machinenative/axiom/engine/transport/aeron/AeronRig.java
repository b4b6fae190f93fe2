package io.machinenative.axiom.engine.transport.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.codec.HelloEncoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.agrona.ErrorHandler;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.YieldingIdleStrategy;

/** A real media driver, a listener and links, all stepped by the test's thread. */
final class AeronRig implements AutoCloseable {
  static final String IPC = "aeron:ipc";
  static final String UDP = "aeron:udp?endpoint=127.0.0.1:0";
  static final NanoClock CLOCK = SystemNanoClock.INSTANCE;
  static final long DEADLINE_NS = 20_000_000_000L;

  /** A link and what it received. */
  static final class Client {
    final AeronLink link;
    final List<byte[]> frames = new ArrayList<>();
    boolean reads = true;

    Client(AeronLink link) {
      this.link = link;
    }

    void poll() {
      if (reads || link.state() == Link.State.CONNECTING) {
        link.poll((buffer, offset, length) -> {
          byte[] frame = new byte[length];
          buffer.getBytes(offset, frame);
          frames.add(frame);
        });
      }
    }

    boolean connected() {
      return link.state() == Link.State.CONNECTED;
    }

    boolean closed() {
      return link.state() == Link.State.CLOSED;
    }
  }

  final Path directory;
  final EmbeddedDriver driver;
  final AeronConductor conductor;
  final RecordingHandler handler = new RecordingHandler();
  final List<Throwable> errors = new ArrayList<>();
  final List<Client> clients = new ArrayList<>();
  AeronListener listener;

  AeronRig(String address) {
    this(address, AeronListenerOptions.DEFAULT, options -> options);
  }

  AeronRig(String address, AeronListenerOptions options, UnaryOperator<DriverOptions> tuning) {
    directory = newDirectory();
    driver = EmbeddedDriver.launch(tuning.apply(driverOptions(directory, errors::add)));
    conductor = AeronConductor.connect(AeronContext.of(driver, CLOCK, errors::add));
    listener = listen(AeronAddress.parse(address), options);
  }

  AeronListener listen(AeronAddress address, AeronListenerOptions options) {
    return new AeronListener(conductor, address, options, handler, handler::onRefused);
  }

  static Path newDirectory() {
    Path base =
        Files.isDirectory(Path.of("/dev/shm"))
            ? Path.of("/dev/shm")
            : Path.of(System.getProperty("java.io.tmpdir"));
    try {
      return Files.createTempDirectory(base, "axiom-test-");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A driver without threads. */
  static DriverOptions driverOptions(Path where, ErrorHandler errors) {
    return DriverOptions.standard(
        where,
        Mount.INVOKER,
        Thread::new,
        YieldingIdleStrategy::new,
        CLOCK,
        SystemEpochClock.INSTANCE,
        errors);
  }

  /** Yields for a moment; who waits longer leaves the processor to others. */
  static IdleStrategy patientIdle() {
    return new BackoffIdleStrategy(0, 1000, 100_000, 100_000);
  }

  Client client() {
    return client(directory);
  }

  /** A client that looks for its driver in {@code where}. */
  Client client(Path where) {
    AeronLinkOptions options = AeronLinkOptions.of(where, driverOptions(where, errors::add));
    Client client =
        new Client(
            new AeronLink(AeronAddress.parse(listener.address()), options, CLOCK, errors::add));
    clients.add(client);
    return client;
  }

  /** A client that is connected on both sides, its Hello taken. */
  Client connectedClient() {
    return connectedClient(client());
  }

  Client connectedClient(Client client) {
    int before = handler.connections.size();
    await("the link connects", client::connected);
    send(client, hello(client.link.responseChannel(), client.link.responseStreamId()));
    await("the server connects", () -> handler.connections.size() > before);
    RecordingHandler.Connection connection = handler.connections.get(before);
    await("the Hello is taken", () -> connection.frames.size() == 1);
    return client;
  }

  /** Steps the driver and the links, not the server, for so long. */
  void stallServer(long stallNs) {
    long endNs = CLOCK.nanoTime() + stallNs;
    IdleStrategy idle = patientIdle();
    while (CLOCK.nanoTime() - endNs < 0) {
      driver.invoker().invoke();
      clients.forEach(Client::poll);
      idle.idle();
    }
  }

  /** One duty cycle of everything. */
  void step() {
    driver.invoker().invoke();
    listener.poll(CLOCK.nanoTime());
    for (Client client : clients) {
      client.poll();
    }
  }

  void steps(int count) {
    for (int i = 0; i < count; i++) {
      step();
    }
  }

  void await(String what, BooleanSupplier condition) {
    long deadlineNs = CLOCK.nanoTime() + DEADLINE_NS;
    IdleStrategy idle = patientIdle();
    while (!condition.getAsBoolean()) {
      if (CLOCK.nanoTime() - deadlineNs >= 0) {
        throw new AssertionError(
            "not in time: "
                + what
                + "; refusals "
                + handler.refusals
                + ", errors "
                + errors
                + ", links "
                + clients.stream().map(c -> c.link.state() + " " + c.link.closeReason()).toList());
      }
      step();
      idle.idle();
    }
  }

  /** Sends when there is room. */
  void send(Client client, byte[] frame) {
    await(
        "room for a frame of " + frame.length, () -> client.link.claim(frame.length) == Outcome.OK);
    client.link.buffer().putBytes(client.link.offset(), frame);
    client.link.commit();
  }

  static byte[] hello(String responseChannel, int responseStreamId) {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    HelloEncoder hello =
        new HelloEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .maxMessageBytes(0)
            .creditWindow(0)
            .heartbeatIntervalMs(0)
            .responseStreamId(responseStreamId)
            .minVersion(1)
            .maxVersion(1)
            .responseChannel(responseChannel)
            .clientName("test")
            .putCredentials(new byte[0], 0, 0);
    byte[] frame = new byte[MessageHeaderEncoder.ENCODED_LENGTH + hello.encodedLength()];
    buffer.getBytes(0, frame);
    return frame;
  }

  /** A frame whose content tells its length and number. */
  static byte[] frame(int length, int seed) {
    byte[] frame = new byte[length];
    for (int i = 0; i < length; i++) {
      frame[i] = (byte) (i * 31 + seed * 17 + length);
    }
    return frame;
  }

  void expectNoErrors() {
    assertEquals(List.of(), errors);
  }

  @Override
  public void close() {
    for (Client client : clients) {
      client.link.close();
    }
    stopServer();
  }

  /** In the order in which an engine stops. */
  void stopServer() {
    listener.close();
    conductor.close();
    driver.close();
    IoUtil.delete(directory.toFile(), true);
    IoUtil.delete(directory.resolveSibling(directory.getFileName() + ".lock").toFile(), true);
  }
}
