package io.machinenative.axiom.engine.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.SecretProvider;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.base.BackgroundWork;
import io.machinenative.axiom.engine.control.Catalogue;
import io.machinenative.axiom.engine.control.Conductor;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.DutyReports;
import io.machinenative.axiom.engine.plugin.lent.Lender;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.agrona.BufferUtil;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of plugins that goes wrong leaves what serves as it is. */
class PluginHostTest {
  private static final long MS = 1_000_000L;

  /** Abandons after 200 ms. */
  private static final PluginBudgets STRICT =
      new PluginBudgets(10 * MS, 10 * MS, 10 * MS, 1000 * MS, 0);

  @TempDir private Path folder;
  private final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
  private final EngineCounters counters =
      new EngineCounters(
          new UnsafeBuffer(
              BufferUtil.allocateDirectAligned(EngineCounters.BUFFER_BYTES, Long.BYTES)));
  private final List<String> log = new ArrayList<>();
  private final DutyReports agents = new DutyReports("ingress");
  private final Conductor conductor = new Conductor(SystemNanoClock.INSTANCE, errors::add);
  private final Catalogue catalogue = new Catalogue(1000);
  private final PluginHost host =
      new PluginHost(
          lender(),
          catalogue,
          conductor,
          STRICT,
          Executors.newSingleThreadExecutor(),
          Thread.ofPlatform().daemon().factory(),
          SystemNanoClock.INSTANCE,
          new BackgroundWork(SystemNanoClock.INSTANCE),
          counters,
          errors::add,
          "1.0.0",
          SettingsSource.NONE);

  private Lender lender() {
    return new Lender(
        null,
        InstantSource.system(),
        SystemNanoClock.INSTANCE,
        Thread.ofPlatform().daemon().factory(),
        SecretProvider.NONE,
        () -> folder,
        Optional.empty(),
        errors::add);
  }

  PluginHostTest() {
    agents.all().forEach(conductor::watch);
  }

  @AfterEach
  void close() {
    conductor.onClose();
    host.close();
  }

  @Test
  void installsSwapsAndRemoves() {
    PluginSwap installed = done(host.install(new Sample("1.0.0")));
    assertEquals("", installed.from());
    assertEquals("1.0.0", installed.to());
    PluginSwap swapped = done(host.swap(new Sample("2.0.0")));
    assertEquals("1.0.0", swapped.from());
    assertEquals(2, swapped.epoch());
    assertEquals("2.0.0", catalogue.routes().byName(0).label().version());
    PluginSwap removed = done(host.remove("sample"));
    assertEquals("", removed.to());
    assertEquals(0, catalogue.routes().size());
    assertEquals(List.of("init 1.0.0", "init 2.0.0", "down 1.0.0", "down 2.0.0"), log);
    assertEquals(List.of(), List.copyOf(errors));
  }

  @Test
  void whatCannotBeInitialisedChangesNothing() {
    done(host.install(new Sample("1.0.0")));
    Throwable thrown =
        refused(
            host.swap(
                new Sample("2.0.0") {
                  @Override
                  public void initialize(PluginContext context) {
                    throw new IllegalStateException("no database");
                  }
                }));
    assertEquals(
        "plugin sample 2.0.0: initialize failed: java.lang.IllegalStateException: no database",
        thrown.getMessage());
    assertEquals("1.0.0", catalogue.routes().byName(0).label().version());
    assertEquals(List.of("init 1.0.0", "down 2.0.0"), log, "what it took is given back");
  }

  @Test
  void whatIsNotValidChangesNothing() {
    Throwable thrown =
        refused(
            host.install(
                new Sample("1.0.0") {
                  @Override
                  public void validate() {
                    throw new UnsupportedOperationException("no libfoo");
                  }
                }));
    assertTrue(thrown.getMessage().startsWith("plugin sample 1.0.0: validate failed"));
    assertEquals(0, catalogue.routes().size());
  }

  @Test
  void whatLoopsIsAbandoned() {
    CountDownLatch never = new CountDownLatch(1);
    Throwable thrown =
        refused(
            host.install(
                new Sample("1.0.0") {
                  @Override
                  public void initialize(PluginContext context) throws InterruptedException {
                    never.await();
                  }
                }));
    assertEquals(
        "plugin sample 1.0.0: initialize is abandoned: expected its end within 10 ms, not there"
            + " after 200 ms",
        thrown.getMessage());
    done(host.install(new Sample("1.0.1")));
    assertEquals("1.0.1", catalogue.routes().byName(0).label().version());
  }

  @Test
  void whatIsSlowIsCounted() {
    done(
        host.install(
            new Sample("1.0.0") {
              @Override
              public void validate() {
                long untilNs = System.nanoTime() + 20 * MS;
                while (System.nanoTime() - untilNs < 0) {
                  Thread.onSpinWait();
                }
              }
            }));
    assertTrue(counters.value(EngineCounter.PLUGIN_OVERRUNS) > 0);
  }

  @Test
  void aToolsNameBelongsToOnePlugin() {
    done(host.install(new Sample("1.0.0")));
    Throwable thrown =
        refused(
            host.install(
                new Sample("1.0.0") {
                  @Override
                  public String id() {
                    return "other";
                  }
                }));
    assertEquals("a tool named sample.tool is there already", thrown.getMessage());
    assertEquals(
        "plugin sample is there already, in version 1.0.0",
        refused(host.install(new Sample("2.0.0"))).getMessage());
    assertEquals(1, catalogue.routes().epoch());
  }

  @Test
  void refusesToSwapOrRemoveWhatIsNotThere() {
    assertEquals(
        "expected one of [], actual sample", refused(host.swap(new Sample("1.0.0"))).getMessage());
    assertEquals("expected one of [], actual x", refused(host.remove("x")).getMessage());
  }

  @Test
  void aTeardownThatFailsIsRecorded() {
    done(
        host.install(
            new Sample("1.0.0") {
              @Override
              public void teardown() {
                throw new IllegalStateException("a file is open");
              }
            }));
    assertEquals("2.0.0", done(host.swap(new Sample("2.0.0"))).to());
    assertEquals(1, errors.size());
    assertEquals(
        "plugin sample 1.0.0: teardown failed: java.lang.IllegalStateException: a file is open",
        errors.peek().getMessage());
  }

  /** Steps the conductor and an agent until the change is over. */
  private PluginSwap done(CompletableFuture<PluginSwap> change) {
    long beganNs = System.nanoTime();
    while (!change.isDone()) {
      conductor.doWork();
      agents.report(0, catalogue.routes().epoch());
      Thread.onSpinWait();
      assertTrue(System.nanoTime() - beganNs < 30_000 * MS, "the change does not end");
    }
    return change.join();
  }

  private Throwable refused(CompletableFuture<PluginSwap> change) {
    Throwable thrown = assertThrows(CompletionException.class, () -> done(change));
    while (thrown instanceof CompletionException) {
      thrown = thrown.getCause();
    }
    return thrown;
  }

  /** One tool, and a line for each moment. */
  private class Sample implements Plugin {
    private final String version;

    Sample(String version) {
      this.version = version;
    }

    @Override
    public String id() {
      return "sample";
    }

    @Override
    public String version() {
      return version;
    }

    @Override
    public void initialize(PluginContext context) throws Exception {
      log.add("init " + version);
    }

    @Override
    public List<Tool> tools() {
      return List.of(
          Tool.named("sample.tool").version(version).raw(ContentType.BINARY, call -> {}).build());
    }

    @Override
    public void teardown() {
      log.add("down " + version);
    }
  }
}
