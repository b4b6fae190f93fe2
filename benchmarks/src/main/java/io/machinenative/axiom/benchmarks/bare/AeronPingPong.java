package io.machinenative.axiom.benchmarks.bare;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.IdleStrategies;
import io.machinenative.axiom.benchmarks.rtt.RttClient;
import io.machinenative.axiom.benchmarks.rtt.RttServer;
import io.machinenative.axiom.benchmarks.rtt.RttSubject;
import io.machinenative.axiom.benchmarks.rtt.Transport;
import io.machinenative.axiom.engine.transport.aeron.EmbeddedDriver;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;

/**
 * Over IPC or UDP: an exclusive publication each way, messages claimed in place. The driver lives
 * in the server's JVM and serves both sides, as it does for Axiom.
 */
public final class AeronPingPong implements RttSubject {
  private static final int REQUEST_STREAM = 1001;
  private static final int REPLY_STREAM = 1002;
  private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

  private final Transport transport;
  private final String aeronDirectory;

  /**
   * @param aeronDirectory for the driver: this subject's alone, made and removed by its server
   */
  public AeronPingPong(Exchange exchange, String aeronDirectory) {
    transport = exchange.transport();
    this.aeronDirectory = aeronDirectory;
  }

  @Override
  public RttServer openServer() throws IOException {
    EmbeddedDriver driver = EmbeddedDriver.launch(BenchDriver.options(aeronDirectory));
    try {
      String requestChannel = channel();
      String replyChannel = channel();
      Aeron aeron = connectAeron();
      Subscription requests = aeron.addSubscription(requestChannel, REQUEST_STREAM);
      ExclusivePublication replies = aeron.addExclusivePublication(replyChannel, REPLY_STREAM);
      EchoThread echo =
          EchoThread.start(
              new AeronEcho(requests, replies),
              IdleStrategies.yieldThenPark(),
              requestChannel + " " + replyChannel);
      return new Server(echo, aeron, driver);
    } catch (IOException | RuntimeException e) {
      CloseHelper.quietClose(driver);
      throw e;
    }
  }

  @Override
  public RttClient openClient(String address) {
    String[] channels = address.split(" ");
    if (channels.length != 2) {
      throw new IllegalArgumentException("expected two channels, got: " + address);
    }
    Aeron aeron = connectAeron();
    Subscription replies = aeron.addSubscription(channels[1], REPLY_STREAM);
    ExclusivePublication requests = aeron.addExclusivePublication(channels[0], REQUEST_STREAM);
    await(() -> requests.isConnected() && replies.isConnected(), address);
    return new AeronClient(aeron, requests, replies);
  }

  private Aeron connectAeron() {
    return Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDirectory));
  }

  private String channel() throws IOException {
    if (transport == Transport.IPC) {
      return "aeron:ipc";
    }
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (DatagramSocket socket = new DatagramSocket(anyPort)) {
      return "aeron:udp?endpoint=127.0.0.1:" + socket.getLocalPort();
    }
  }

  private static void await(BooleanSupplier condition, String address) {
    long deadlineNs = System.nanoTime() + CONNECT_TIMEOUT_NS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new IllegalStateException(
            "not connected to " + address + " after " + CONNECT_TIMEOUT_NS / 1_000_000 + " ms");
      }
      Thread.yield();
    }
  }

  private record Server(EchoThread echo, Aeron aeron, EmbeddedDriver driver) implements RttServer {
    @Override
    public String address() {
      return echo.address();
    }

    @Override
    public void close() {
      CloseHelper.closeAll(echo, aeron, driver);
    }
  }
}
