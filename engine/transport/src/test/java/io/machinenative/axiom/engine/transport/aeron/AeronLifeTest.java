package io.machinenative.axiom.engine.transport.aeron;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Peer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections begin and end, beyond what all carriers have in common. */
class AeronLifeTest {
  private static final long LIVENESS_NS = TimeUnit.SECONDS.toNanos(2);

  private static DriverOptions impatient(DriverOptions options) {
    return options.withLivenessNs(LIVENESS_NS, LIVENESS_NS);
  }

  @ParameterizedTest
  @ValueSource(strings = {AeronRig.IPC, AeronRig.UDP})
  void clientThatVanishesIsNoticedInBoundedTime(String address) {
    try (AeronRig rig =
        new AeronRig(address, AeronListenerOptions.DEFAULT, AeronLifeTest::impatient)) {
      AeronRig.Client client = rig.connectedClient();
      rig.clients.remove(client);
      long sinceNs = AeronRig.CLOCK.nanoTime();
      rig.await("the server notices", () -> rig.handler.connections.getFirst().disconnects == 1);
      assertTrue(AeronRig.CLOCK.nanoTime() - sinceNs < TimeUnit.SECONDS.toNanos(10));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {AeronRig.IPC, AeronRig.UDP})
  void lastWordsArriveWhenTheWholeServerStops(String address) {
    AeronRig rig = new AeronRig(address);
    AeronRig.Client client =
        address.equals(AeronRig.IPC)
            ? rig.connectedClient()
            : rig.connectedClient(rig.client(rig.directory.resolveSibling("axiom-test-none")));
    rig.send(client, AeronRig.frame(100, 1));
    rig.await("echo", () -> client.frames.size() == 1);
    Peer peer = rig.handler.only().peer;
    byte[] goodbye = AeronRig.frame(3000, 9);
    assertEquals(Outcome.OK, peer.claim(goodbye.length));
    peer.buffer().putBytes(peer.offset(), goodbye);
    peer.commit();
    peer.close();
    rig.stopServer();

    long deadlineNs = AeronRig.CLOCK.nanoTime() + AeronRig.DEADLINE_NS;
    while (!client.closed() && AeronRig.CLOCK.nanoTime() - deadlineNs < 0) {
      client.poll();
      Thread.yield();
    }
    assertTrue(client.closed());
    assertEquals(2, client.frames.size());
    assertArrayEquals(goodbye, client.frames.getLast());
    assertEquals(1, rig.handler.only().disconnects);
  }

  @Test
  void serverThatWasStalledTakesClientsAgain() {
    try (AeronRig rig =
        new AeronRig(AeronRig.IPC, AeronListenerOptions.DEFAULT, AeronLifeTest::impatient)) {
      AeronRig.Client before = rig.connectedClient();
      rig.stallServer(LIVENESS_NS + LIVENESS_NS / 4);
      rig.await("its client is gone", () -> rig.handler.connections.getFirst().disconnects == 1);
      rig.await("the client knows", before::closed);
      assertFalse(before.link.closeReason().isEmpty());

      AeronRig.Client after = rig.connectedClient();
      rig.send(after, AeronRig.frame(100, 1));
      rig.await("echo", () -> after.frames.size() == 1);
      assertEquals(1, rig.handler.connections.getFirst().disconnects);
    }
  }

  @Test
  void serverThatWasStalledBindsItsPortAgain() {
    try (AeronRig rig =
        new AeronRig(AeronRig.UDP, AeronListenerOptions.DEFAULT, AeronLifeTest::impatient)) {
      String address = rig.listener.address();
      rig.connectedClient();
      rig.stallServer(LIVENESS_NS + LIVENESS_NS / 4);
      rig.await("its client is gone", () -> rig.handler.connections.getFirst().disconnects == 1);
      AeronRig.Client after = rig.connectedClient();
      rig.send(after, AeronRig.frame(100, 1));
      rig.await("echo", () -> after.frames.size() == 1);
      assertEquals(address, rig.listener.address());
    }
  }

  /** Aeron gives the client up from within the polls of its last words. */
  @Test
  void linkThatWasStalledClosesAllTheSame() {
    try (AeronRig rig = new AeronRig(AeronRig.UDP)) {
      Path none = rig.directory.resolveSibling("axiom-test-none");
      DriverOptions own = impatient(AeronRig.driverOptions(none, rig.errors::add));
      AeronLink link =
          new AeronLink(
              AeronAddress.parse(rig.listener.address()),
              AeronLinkOptions.of(none, own),
              AeronRig.CLOCK,
              rig.errors::add);
      AeronRig.Client client = new AeronRig.Client(link);
      rig.clients.add(client);
      rig.connectedClient(client);
      rig.clients.remove(client);
      long endNs = AeronRig.CLOCK.nanoTime() + LIVENESS_NS + LIVENESS_NS / 4;
      rig.await("time passes", () -> AeronRig.CLOCK.nanoTime() - endNs > 0);
      link.close();
      assertTrue(client.closed());
      assertEquals(Outcome.CLOSED, link.claim(10));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aeron:ipc?stream-id=9", "aeron:udp?endpoint=127.0.0.1:9"})
  void linkToNobodyIsClosedWithAReason(String address) {
    try (AeronRig rig = new AeronRig(AeronRig.IPC)) {
      AeronLinkOptions options =
          new AeronLinkOptions(
              rig.directory,
              AeronRig.driverOptions(rig.directory, rig.errors::add),
              TimeUnit.MILLISECONDS.toNanos(200));
      AeronLink link =
          new AeronLink(AeronAddress.parse(address), options, AeronRig.CLOCK, rig.errors::add);
      AeronRig.Client client = new AeronRig.Client(link);
      rig.clients.add(client);
      rig.await("it gives up", client::closed);
      assertEquals(
          "not connected within 200 ms: no server listens at " + address, link.closeReason());
      assertEquals(Outcome.CLOSED, link.claim(10));
    }
  }

  @Test
  void ipcLinkWithoutADriverIsClosedWithAReason() {
    try (AeronRig rig = new AeronRig(AeronRig.IPC)) {
      AeronLinkOptions options =
          new AeronLinkOptions(
              rig.directory.resolveSibling("axiom-test-none"),
              AeronRig.driverOptions(rig.directory, rig.errors::add),
              TimeUnit.MILLISECONDS.toNanos(100));
      AeronLink link =
          new AeronLink(AeronAddress.parse(AeronRig.IPC), options, AeronRig.CLOCK, rig.errors::add);
      AeronRig.Client client = new AeronRig.Client(link);
      rig.clients.add(client);
      rig.await("it gives up", client::closed);
      assertTrue(link.closeReason().contains("there is no media driver"), link.closeReason());
    }
  }

  @Test
  void portInUseIsSaidAtStart() {
    try (AeronRig rig = new AeronRig(AeronRig.UDP);
        AeronRig second = new AeronRig(AeronRig.IPC)) {
      AeronAddress taken = AeronAddress.parse(rig.listener.address());
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () -> second.listen(taken, AeronListenerOptions.DEFAULT));
      assertTrue(e.getMessage().startsWith("cannot listen at " + taken.uri()), e.getMessage());
    }
  }

  @Test
  void oneConductorServesSeveralListeners() {
    try (AeronRig rig = new AeronRig(AeronRig.IPC)) {
      AeronListener ipc = rig.listener;
      AeronListener udp =
          rig.listen(AeronAddress.parse(AeronRig.UDP), AeronListenerOptions.DEFAULT);
      AeronRig.Client one = rig.connectedClient();
      rig.listener = udp;
      AeronRig.Client two = rig.client();
      rig.await(
          "both are connected",
          () -> {
            ipc.poll(AeronRig.CLOCK.nanoTime());
            return one.connected() && two.connected();
          });
      ipc.close();
      rig.await("the first sees the end", one::closed);
      assertEquals(Link.State.CONNECTED, two.link.state());
    }
  }

  @Test
  void addressesAreChecked() {
    assertEquals(new AeronAddress("aeron:ipc", 1001), AeronAddress.parse("aeron:ipc"));
    assertEquals(new AeronAddress("aeron:ipc", 7), AeronAddress.parse("aeron:ipc?stream-id=7"));
    assertEquals("aeron:ipc?stream-id=7", AeronAddress.parse("aeron:ipc?stream-id=7").uri());
    for (String wrong :
        new String[] {
          "tcp://x:1",
          "aeron:udp",
          "aeron:ipc?stream-id=x",
          "aeron:",
          "aeron:udp?",
          "aeron-spy:aeron:ipc"
        }) {
      assertThrows(IllegalArgumentException.class, () -> AeronAddress.parse(wrong), wrong);
    }
  }
}
