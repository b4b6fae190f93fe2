package io.machinenative.axiom.engine.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.transport.TestClient;
import io.machinenative.axiom.engine.transport.TestServer;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, binding, waiting and waking. */
final class TcpListenerTest {
  private static final long LONG_NS = TimeUnit.SECONDS.toNanos(20);

  private static TcpListener listen(String address) {
    return new TcpListener(
        address, new TestServer(TestServer.ECHO), TcpOptions.DEFAULT, TcpFaults.IGNORED);
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://127.0.0.1:9000, 127.0.0.1, 9000",
    "tcp://localhost:0, localhost, 0",
    "tcp://[::1]:65535, ::1, 65535"
  })
  void addressesAreReadAndWritten(String text, String host, int port) {
    TcpAddress address = TcpAddress.parse(text);
    assertEquals(new TcpAddress(false, host, port), address);
    assertEquals(text, address.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tcp:",
        "tcp://",
        "tcp://host",
        "tcp://:1",
        "tcp://host:",
        "tcp://host:65536",
        "tcp://host:-1",
        "tcp://host:+1",
        "tcp://host:1/path",
        "tcp://::1:9000",
        "tcp://[host]:1",
        "tcp://[]:1",
        "udp://host:1",
        "host:1"
      })
  void wrongAddressesAreNamed(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> TcpAddress.parse(text)).getMessage();
    assertTrue(message.endsWith("got '" + text + "'"), message);
  }

  @Test
  void addressTellsThePortThatWasBound() {
    try (TcpListener listener = listen("tcp://127.0.0.1:0")) {
      assertTrue(TcpAddress.parse(listener.address()).port() > 0);
      assertTrue(listener.address().startsWith("tcp://127.0.0.1:"), listener.address());
    }
  }

  @Test
  void takenPortIsNamed() {
    try (TcpListener listener = listen("tcp://127.0.0.1:0")) {
      String message =
          assertThrows(UncheckedIOException.class, () -> listen(listener.address())).getMessage();
      assertTrue(message.startsWith("cannot listen on " + listener.address()), message);
    }
  }

  @Test
  void portIsFreeAfterTheEnd() {
    TcpListener first = listen("tcp://127.0.0.1:0");
    first.poll(0);
    first.close();
    first.close();
    assertEquals(0, first.poll(0));
    listen(first.address()).close();
  }

  @Test
  void wrongSettingsAreNamed() {
    assertEquals(
        "expected maxConnections of at least 1, got 0",
        assertThrows(IllegalArgumentException.class, () -> TcpOptions.DEFAULT.withMaxConnections(0))
            .getMessage());
  }

  @Test
  void wakeupEndsTheNextWait() {
    try (TcpListener listener = listen("tcp://127.0.0.1:0")) {
      listener.wakeup();
      listener.poll(0);
      long startNs = System.nanoTime();
      assertTrue(listener.await(LONG_NS));
      assertTrue(System.nanoTime() - startNs < LONG_NS / 2);
    }
  }

  @Test
  void wakeupOfAnotherThreadEndsAWait() throws InterruptedException {
    try (TcpListener listener = listen("tcp://127.0.0.1:0")) {
      listener.poll(0);
      for (int i = 0; i < 200; i++) {
        long startNs = System.nanoTime();
        Thread waker = Thread.ofPlatform().start(listener::wakeup);
        assertTrue(listener.await(LONG_NS));
        assertTrue(System.nanoTime() - startNs < LONG_NS / 2);
        waker.join();
        // The wake-up may have come before or after the wait began; start the next round clean.
        listener.await(0);
      }
    }
  }

  @Test
  void framesWaitForThePollAfterTheWait() {
    TestServer server = new TestServer(TestServer.ECHO);
    try (TcpListener listener =
            new TcpListener("tcp://127.0.0.1:0", server, TcpOptions.DEFAULT, TcpFaults.IGNORED);
        Link link = new TcpLink(listener.address(), TcpOptions.DEFAULT)) {
      TestClient client = new TestClient(link);
      while (server.conversations().isEmpty() || link.state() != Link.State.CONNECTED) {
        listener.poll(0);
        client.poll();
      }
      client.send(100);
      client.poll();
      listener.await(LONG_NS);
      listener.await(LONG_NS);
      assertEquals(0, server.conversation(0).received(), "a wait handles nothing");
      while (client.received() == 0) {
        listener.poll(0);
        link.await(TimeUnit.MILLISECONDS.toNanos(1));
        client.poll();
      }
      assertEquals(1, server.conversation(0).received());
      assertFalse(client.isClosed());
    }
  }

  @Test
  void committedFramesAreFlushedBeforeAWait() {
    TestServer server = new TestServer(TestServer.ECHO);
    try (TcpListener listener =
            new TcpListener("tcp://127.0.0.1:0", server, TcpOptions.DEFAULT, TcpFaults.IGNORED);
        Link link = new TcpLink(listener.address(), TcpOptions.DEFAULT)) {
      TestClient client = new TestClient(link);
      while (server.conversations().isEmpty() || link.state() != Link.State.CONNECTED) {
        listener.poll(0);
        client.poll();
      }
      client.send(100);
      link.await(0);
      listener.await(LONG_NS);
      listener.poll(0);
      assertEquals(1, server.conversation(0).received());
    }
  }
}
