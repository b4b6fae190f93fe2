package io.machinenative.axiom.engine.transport.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.transport.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a link meets servers that are not there, or are something else. */
final class TcpLinkTest {
  private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

  private static void pollUntilClosed(TestClient client) {
    long startNs = System.nanoTime();
    while (!client.isClosed()) {
      client.poll();
      assertTrue(System.nanoTime() - startNs < DEADLINE_NS, "expected the link to close");
    }
  }

  @Test
  void refusedConnectionNamesAddressAndCause() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (Link link = new TcpLink("tcp://127.0.0.1:" + port, TcpOptions.DEFAULT)) {
      pollUntilClosed(new TestClient(link));
      String reason = link.closeReason();
      assertTrue(reason.startsWith("cannot connect to tcp://127.0.0.1:" + port + ": "), reason);
      assertTrue(reason.contains("Connection refused"), reason);
      assertEquals(Outcome.CLOSED, link.claim(10));
    }
  }

  @Test
  void unknownHostIsNamed() {
    try (Link link = new TcpLink("tcp://no.such.host.invalid:9000", TcpOptions.DEFAULT)) {
      assertEquals(Link.State.CLOSED, link.state());
      assertEquals(
          "cannot connect to tcp://no.such.host.invalid:9000: unknown host no.such.host.invalid",
          link.closeReason());
      assertEquals(0, new TestClient(link).poll());
      assertFalse(link.await(1));
    }
  }

  @Test
  void serverOfAnotherProtocolIsNamed() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Link link = new TcpLink("tcp://127.0.0.1:" + server.getLocalPort(), TcpOptions.DEFAULT)) {
      TestClient client = new TestClient(link);
      client.poll();
      try (Socket accepted = server.accept()) {
        accepted.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(US_ASCII));
        pollUntilClosed(client);
      }
      assertTrue(
          link.closeReason().endsWith("expected encoding 0xEB50 in the framing header, got 0x322E"),
          link.closeReason());
    }
  }

  @Test
  void receiverThatThrowsEndsTheLinkWithItsReason() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Link link = new TcpLink("tcp://127.0.0.1:" + server.getLocalPort(), TcpOptions.DEFAULT)) {
      TestClient client = new TestClient(link);
      client.poll();
      try (Socket accepted = server.accept()) {
        accepted.getOutputStream().write(RawClient.framed(new byte[20]));
        while (link.state() != Link.State.CLOSED) {
          link.poll((buffer, offset, length) -> {
            throw new IllegalStateException("a defect of the receiver");
          });
        }
      }
      assertTrue(link.closeReason().contains("a defect of the receiver"), link.closeReason());
    }
  }

  @Test
  void unansweredConnectionTimesOut() throws IOException {
    // A backlog of one that is full: the system answers no further connection.
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket first = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket second = new Socket(server.getInetAddress(), server.getLocalPort());
        Link link =
            new TcpLink(
                "tcp://127.0.0.1:" + server.getLocalPort(),
                TcpOptions.DEFAULT.withConnectTimeoutMs(100))) {
      assertTrue(first.isConnected() && second.isConnected());
      pollUntilClosed(new TestClient(link));
      assertTrue(link.closeReason().contains("timed out after 100 ms"), link.closeReason());
    }
  }

  @Test
  void closingWhileConnectingIsQuiet() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Link link = new TcpLink("tcp://127.0.0.1:" + server.getLocalPort(), TcpOptions.DEFAULT);
      link.close();
      assertEquals("", link.closeReason());
      Link polled = new TcpLink("tcp://127.0.0.1:" + server.getLocalPort(), TcpOptions.DEFAULT);
      polled.poll((buffer, offset, length) -> {});
      polled.close();
      assertEquals("", polled.closeReason());
    }
  }
}
