package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.ClientBuilder;
import io.machinenative.axiom.client.ReconnectPolicy;
import io.machinenative.axiom.client.RetryPolicy;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.hosting.PluginSwap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Versions of a plugin follow each other under load: no call fails, none runs after teardown. */
class HotSwapTest {
  private static final int SWAPS = 100;
  private static final List<String> TOOLS =
      List.of("swap.inline", "swap.worker", "swap.blocking", "swap.defer");

  private final AtomicInteger torn = new AtomicInteger();

  @ParameterizedTest
  @EnumSource(
      value = Mount.class,
      names = {"DEDICATED", "SHARED"})
  void noCallFailsAndNoneOutlivesItsVersion(Mount mount) {
    try (EngineRig rig = new EngineRig(mount, builder -> builder.plugin(new Versioned(0)))) {
      List<Load> loads = new ArrayList<>();
      for (Carrier carrier : Carrier.values()) {
        loads.add(new Load(rig.client(carrier, Mount.INVOKER)));
      }
      for (int version = 1; version <= SWAPS; version++) {
        long before = loads.stream().mapToLong(load -> load.calls.get()).sum();
        PluginSwap swap = rig.engine().plugins().swap(new Versioned(version)).join();
        assertTrue(swap.drained(), swap::toString);
        assertEquals(version - 1 + ".0.0", swap.from());
        assertEquals(version + ".0.0", swap.to());
        assertEquals(version, torn.get());
        Await.until(
            "calls between two swaps",
            () ->
                loads.stream().anyMatch(load -> load.failure.get() != null)
                    || loads.stream().mapToLong(load -> load.calls.get()).sum() > before + 20);
      }
      for (Load load : loads) {
        load.awaitVersion(SWAPS);
        load.close();
      }
      assertEquals(List.of(), rig.engine().errors());
    }
    assertEquals(SWAPS + 1, torn.get());
  }

  /** Each tool answers the version that it belongs to. */
  private final class Versioned implements Plugin {
    private final int version;
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean down;

    Versioned(int version) {
      this.version = version;
    }

    @Override
    public String id() {
      return "versioned";
    }

    @Override
    public String version() {
      return version + ".0.0";
    }

    @Override
    public List<Tool> tools() {
      return List.of(
          Tool.named(TOOLS.get(0)).inline().raw(ContentType.BINARY, this::answer).build(),
          Tool.named(TOOLS.get(1)).worker().raw(ContentType.BINARY, this::answer).build(),
          Tool.named(TOOLS.get(2)).blocking().raw(ContentType.BINARY, this::wait).build(),
          Tool.named(TOOLS.get(3)).worker().raw(ContentType.BINARY, this::defer).build());
    }

    private void answer(RawInvocation call) {
      running.incrementAndGet();
      requireUp();
      call.reply(ContentType.BINARY, Integer.BYTES).putInt(call.replyOffset(), version);
      requireUp();
      running.decrementAndGet();
    }

    private void wait(RawInvocation call) throws InterruptedException {
      running.incrementAndGet();
      Thread.sleep(2); // a tool that waits: longer than a switch takes
      running.decrementAndGet();
      answer(call);
    }

    private void defer(RawInvocation call) {
      running.incrementAndGet();
      var completion = call.defer();
      Thread.startVirtualThread(() -> {
        Thread.yield();
        requireUp();
        running.decrementAndGet();
        byte[] reply = new byte[Integer.BYTES];
        ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN).putInt(version);
        completion.complete(
            ContentType.BINARY, new org.agrona.concurrent.UnsafeBuffer(reply), 0, reply.length);
      });
    }

    private void requireUp() {
      if (down) {
        throw new IllegalStateException("version " + version + " runs after its teardown");
      }
    }

    @Override
    public void teardown() {
      down = true;
      torn.incrementAndGet();
      if (running.get() != 0) {
        throw new IllegalStateException(running.get() + " calls run at the teardown");
      }
    }
  }

  /** A client that calls without a pause, takes no failure and no step back. */
  private static final class Load implements AutoCloseable {
    private final ClientBuilder builder;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicInteger latest = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean over;

    Load(ClientBuilder builder) {
      this.builder = builder.retry(RetryPolicy.none()).reconnect(ReconnectPolicy.never());
      thread = Thread.ofPlatform().daemon().name("load").start(this::run);
    }

    private void run() {
      try (AxiomClient client = builder.connect()) {
        while (!over) {
          String tool = TOOLS.get((int) (calls.get() % TOOLS.size()));
          byte[] reply =
              client.call(tool, ContentType.BINARY, new byte[8], Caller.patiently()).bytes();
          int version = ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN).getInt();
          if (version < latest.get()) {
            throw new AssertionError(tool + " went back from " + latest + " to " + version);
          }
          latest.set(version);
          calls.incrementAndGet();
        }
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
      }
    }

    void awaitVersion(int version) {
      Await.until("version " + version, () -> latest.get() == version || failure.get() != null);
    }

    @Override
    public void close() {
      over = true;
      Await.until("the load's end", () -> !thread.isAlive());
      assertNull(failure.get(), () -> "a call failed: " + failure.get());
    }
  }
}
