package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.ClientBuilder;
import io.machinenative.axiom.client.ReconnectPolicy;
import io.machinenative.axiom.client.RetryPolicy;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.hosting.PluginSwap;
import io.machinenative.axiom.engine.plugin.PluginFile;
import io.machinenative.axiom.engine.plugin.SampleJar;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plugin and the one that uses its service change under load: no call fails, each sees one
 * version of both, and nothing of the old ones is left.
 */
class LinkedSwapTest {
  private static final long SEED = 20_261_122;
  private static final int CHANGES = 30;

  private static final String CLOCK =
      """
      package clock.api;

      public interface Clock {
        int version();
      }
      """;

  private static final String LENDER =
      """
      package clock;

      import io.machinenative.axiom.api.*;
      import java.util.List;

      public final class ClockPlugin implements Plugin {
        private volatile boolean down;
        public String id() { return "clock"; }
        public String version() { return "%1$d.0.0"; }
        public void initialize(PluginContext context) {
          context.export(clock.api.Clock.class, () -> {
            if (down) { throw new IllegalStateException("used after its teardown"); }
            return %1$d;
          });
        }
        public void teardown() { down = true; }
        public List<Tool> tools() {
          return List.of(Tool.named("clock.version").inline()
              .raw(io.machinenative.axiom.codec.ContentType.BINARY,
                  call -> call.reply(io.machinenative.axiom.codec.ContentType.BINARY, 1)
                      .putByte(call.replyOffset(), (byte) %1$d))
              .build());
        }
      }
      """;

  private static final String USER =
      """
      package user;

      import io.machinenative.axiom.api.*;
      import io.machinenative.axiom.codec.ContentType;
      import java.util.List;

      public final class UserPlugin implements Plugin {
        private clock.api.Clock clock;
        private volatile boolean down;
        public String id() { return "user"; }
        public String version() { return "1.0.0"; }
        public void initialize(PluginContext context) {
          clock = context.service(clock.api.Clock.class);
          System.getProperties().put("user-loader-" + System.identityHashCode(this),
              new java.lang.ref.WeakReference<>(getClass().getClassLoader()));
        }
        public void teardown() { down = true; }
        private void tell(RawInvocation call) throws Exception {
          if (down) { throw new IllegalStateException("runs after its teardown"); }
          byte before = (byte) clock.version();
          if (Thread.currentThread().isVirtual()) { Thread.sleep(1); }
          byte after = (byte) clock.version();
          org.agrona.MutableDirectBuffer reply = call.reply(ContentType.BINARY, 2);
          reply.putByte(call.replyOffset(), before);
          reply.putByte(call.replyOffset() + 1, after);
        }
        public List<Tool> tools() {
          return List.of(
              Tool.named("user.inline").inline().raw(ContentType.BINARY, this::tell).build(),
              Tool.named("user.worker").raw(ContentType.BINARY, this::tell).build(),
              Tool.named("user.blocking").blocking().raw(ContentType.BINARY, this::tell).build());
        }
      }
      """;

  @TempDir private Path folder;

  private Path write(SampleJar jar, String name) {
    return jar.write(folder.resolve(name));
  }

  private static SampleJar lender(int version) {
    return SampleJar.plugin(
        "{id: clock, version: %d.0.0, tools: [clock.version], exports: [clock.api.Clock]}"
            .formatted(version),
        "clock.ClockPlugin",
        List.of(CLOCK, LENDER.formatted(version)));
  }

  private PluginFile open(Path jar) throws IOException {
    return PluginFile.open(jar, Files.createDirectories(folder.resolve("copies")));
  }

  @Test
  void noCallFailsAndEachSeesOneVersion() throws IOException {
    Random random = new Random(SEED);
    List<Path> lenders = new ArrayList<>();
    for (int version = 1; version <= 3; version++) {
      lenders.add(write(lender(version), "clock-" + version + ".jar"));
    }
    SampleJar user =
        SampleJar.plugin(
            "{id: user, version: 1.0.0, tools: [user.inline, user.worker, user.blocking],"
                + " requires: [clock.api.Clock], dependencies: [{id: clock}]}",
            "user.UserPlugin",
            List.of(USER),
            lenders.getFirst());
    try (EngineRig rig = new EngineRig(Mount.SHARED, builder -> builder)) {
      Await.get(rig.engine().plugins().install(open(lenders.getFirst())));
      Await.get(rig.engine().plugins().install(open(write(user, "user.jar"))));
      List<Load> loads = new ArrayList<>();
      for (Carrier carrier : List.of(Carrier.INPROC, Carrier.TCP)) {
        loads.add(new Load(rig.client(carrier, Mount.INVOKER)));
      }
      int serving = 0;
      for (int change = 0; change < CHANGES; change++) {
        int next = random.nextInt(lenders.size());
        boolean back = random.nextInt(4) == 0 && change > 0;
        PluginSwap swap =
            Await.get(
                back
                    ? rig.engine().plugins().rollback("clock")
                    : rig.engine().plugins().swap(open(lenders.get(next))));
        assertTrue(swap.drained(), swap::toString);
        assertEquals(List.of("user"), swap.followers());
        serving = swap.to().charAt(0) - '0';
        long before = loads.stream().mapToLong(load -> load.calls.get()).sum();
        Await.until(
            "calls between two changes, seed " + SEED,
            () ->
                loads.stream().anyMatch(load -> load.failure.get() != null)
                    || loads.stream().mapToLong(load -> load.calls.get()).sum() > before + 10);
      }
      for (Load load : loads) {
        load.close();
      }
      assertEquals(
          2,
          rig.engine().plugins().list().stream()
              .filter(p -> p.id().equals("clock") || p.id().equals("user"))
              .count());
      assertEquals(
          serving + ".0.0",
          rig.engine().plugins().list().stream()
              .filter(p -> p.id().equals("clock"))
              .findFirst()
              .orElseThrow()
              .version());
      Await.until(
          "the classes of all but the one that serves are collected",
          () -> {
            System.gc();
            return loaders() == 1;
          });
      assertEquals(List.of(), rig.engine().errors());
    } finally {
      System.getProperties().keySet().removeIf(key -> key.toString().startsWith("user-loader-"));
    }
  }

  private static long loaders() {
    return System.getProperties().entrySet().stream()
        .filter(entry -> entry.getKey().toString().startsWith("user-loader-"))
        .filter(entry -> ((WeakReference<?>) entry.getValue()).get() != null)
        .count();
  }

  /** Calls without a pause, and takes no failure. */
  private static final class Load implements AutoCloseable {
    private static final List<String> TOOLS =
        List.of("user.inline", "user.worker", "user.blocking", "clock.version");

    private final AtomicLong calls = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean over;

    Load(ClientBuilder client) {
      thread = Thread.ofPlatform().daemon().name("load").start(() -> run(client));
    }

    private void run(ClientBuilder builder) {
      builder.retry(RetryPolicy.none()).reconnect(ReconnectPolicy.never());
      try (AxiomClient client = builder.connect()) {
        while (!over) {
          String tool = TOOLS.get((int) (calls.get() % TOOLS.size()));
          byte[] reply =
              client.call(tool, ContentType.BINARY, new byte[1], Caller.patiently()).bytes();
          if (reply.length == 2 && reply[0] != reply[1]) {
            throw new AssertionError(tool + " saw versions " + reply[0] + " and " + reply[1]);
          }
          calls.incrementAndGet();
        }
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
      }
    }

    @Override
    public void close() {
      over = true;
      Await.until("the load's end", () -> !thread.isAlive());
      assertNull(failure.get(), () -> "a call failed, seed " + SEED + ": " + failure.get());
    }
  }
}
