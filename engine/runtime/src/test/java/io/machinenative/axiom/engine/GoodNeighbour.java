package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.ClientBuilder;
import io.machinenative.axiom.client.ClientCounters;
import io.machinenative.axiom.client.ReconnectPolicy;
import io.machinenative.axiom.client.RetryPolicy;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.base.Mount;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A client on a thread of its own that echoes and compares without a pause, and takes no failure:
 * it neither tries again nor connects again.
 */
final class GoodNeighbour implements AutoCloseable {
  /** Beyond a frame, so that some calls need pooled memory of the server's. */
  private static final int MOST_BYTES = 1_000_000;

  private final ClientBuilder builder;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean over;

  GoodNeighbour(EngineRig rig, Carrier carrier) {
    builder =
        rig.client(carrier, Mount.INVOKER)
            .name("good")
            .retry(RetryPolicy.none())
            .reconnect(ReconnectPolicy.never());
    thread = Thread.ofPlatform().daemon().name("good neighbour").start(this::run);
    awaitCalls(10);
  }

  private void run() {
    try (AxiomClient client = builder.connect()) {
      while (!over) {
        int number = (int) calls.get();
        byte[] payload =
            Payloads.random(number % 16 == 0 ? MOST_BYTES : 100 + number % 500, number);
        byte[] echo =
            client.call("core.echo", ContentType.BINARY, payload, Caller.patiently()).bytes();
        if (!Arrays.equals(payload, echo)) {
          throw new AssertionError("call " + number + " came back different");
        }
        calls.incrementAndGet();
      }
      assertEquals(1, client.counters().value(ClientCounters.Kind.SESSION_OPENED));
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Waits until so many more calls have succeeded. */
  void awaitCalls(int more) {
    long enough = calls.get() + more;
    Await.until("more good calls", () -> calls.get() >= enough || failure.get() != null);
    assertNull(failure.get(), () -> "the good neighbour noticed: " + failure.get());
  }

  @Override
  public void close() {
    over = true;
    Await.until("the good neighbour's end", () -> !thread.isAlive());
    assertNull(failure.get(), () -> "the good neighbour noticed: " + failure.get());
  }
}
