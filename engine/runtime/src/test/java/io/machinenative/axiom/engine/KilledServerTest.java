package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.ClientBuilder;
import io.machinenative.axiom.client.Reply;
import io.machinenative.axiom.client.RetryPolicy;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.transport.aeron.DriverDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that is killed: calls in flight end, the next server takes over, clients come back. */
class KilledServerTest {
  /** The server is given up after three of them. */
  private static final int HEARTBEAT_MS = 500;

  /** Three heartbeats, and much for a machine that does much else. */
  private static final long BOUND_NS = TimeUnit.SECONDS.toNanos(20);

  private static final int CALLS = 3;

  private final Path aeronDirectory = DriverDirectory.createPrivate();

  /** No driver is there: a client over UDP embeds one of its own. */
  private final Path elsewhere = aeronDirectory.resolveSibling(aeronDirectory.getFileName() + "-x");

  private final List<Caller> callers = new ArrayList<>();

  @AfterEach
  void closeClients() {
    callers.forEach(Caller::close);
    IoUtil.delete(aeronDirectory.toFile(), true);
  }

  @Test
  void callsEndAndClientsComeBackToTheNextServer() {
    List<String> addresses;
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    try (ServedProcess first = serve(List.of(Carrier.TCP, Carrier.IPC, Carrier.UDP))) {
      addresses = first.addresses();
      connect(Carrier.TCP, addresses, aeronDirectory);
      connect(Carrier.IPC, addresses, aeronDirectory);
      connect(Carrier.UDP, addresses, aeronDirectory);
      connect(Carrier.UDP, addresses, elsewhere);
      for (Caller caller : callers) {
        for (int i = 0; i < CALLS; i++) {
          calls.add(caller.begin("core.sleep", "{\"millis\":600000}", new CallOptions()));
        }
        // Calls of a session arrive in order, so those before are in flight now.
        assertEquals(0, caller.echo(new byte[0]).length);
      }
      first.child().kill();
    }
    long killedNs = System.nanoTime();
    // At once, while the clients still hold on to the dead one's memory and sockets.
    try (ServedProcess second = serveAt(addresses)) {
      for (int i = 0; i < calls.size(); i++) {
        Caller caller = callers.get(i / CALLS);
        assertEquals(Status.CONNECTION_LOST, caller.failure(calls.get(i)));
      }
      long elapsedNs = System.nanoTime() - killedNs;
      assertEquals(true, elapsedNs < BOUND_NS, "calls ended after " + elapsedNs + " ns");
      assertEquals(addresses, second.addresses());
      for (Caller caller : callers) {
        Await.until("a new session", caller.client()::isConnected);
        byte[] payload = Payloads.random(100_000, caller.hashCode());
        assertArrayEquals(payload, caller.echo(payload));
      }
    }
  }

  private ServedProcess serve(List<Carrier> carriers) {
    return serveAt(carriers.stream().map(Carrier::listen).toList());
  }

  private ServedProcess serveAt(List<String> addresses) {
    List<String> arguments = new ArrayList<>(List.of("--aeron-dir", aeronDirectory.toString()));
    for (String address : addresses) {
      arguments.addAll(List.of("--listen", address));
    }
    return new ServedProcess(arguments);
  }

  private void connect(Carrier carrier, List<String> addresses, Path driver) {
    ClientBuilder builder =
        AxiomClient.builder()
            .at(carrier.addressAmong(addresses))
            .aeronDirectory(driver)
            .heartbeatIntervalMs(HEARTBEAT_MS)
            .retry(RetryPolicy.none());
    callers.add(new Caller(builder.connect(), Mount.DEDICATED));
  }
}
