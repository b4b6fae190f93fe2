package io.machinenative.axiom.engine.hosting;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.SecretProvider;
import io.machinenative.axiom.engine.base.BackgroundWork;
import io.machinenative.axiom.engine.control.Catalogue;
import io.machinenative.axiom.engine.control.Conductor;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.DutyReports;
import io.machinenative.axiom.engine.plugin.PluginFile;
import io.machinenative.axiom.engine.plugin.SampleJar;
import io.machinenative.axiom.engine.plugin.lent.Lender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.agrona.BufferUtil;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** A host of plugins with a conductor and an agent that the test's thread steps. */
final class HostRig implements AutoCloseable {
  private static final long MS = 1_000_000L;

  /** Abandons after 400 ms. */
  static final PluginBudgets STRICT = new PluginBudgets(20 * MS, 20 * MS, 20 * MS, 1000 * MS, 0);

  final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
  final List<String> steps = new ArrayList<>();
  final Catalogue catalogue = new Catalogue(1000);
  final PluginHost host;
  final Path folder;
  private final EngineCounters counters =
      new EngineCounters(
          new UnsafeBuffer(
              BufferUtil.allocateDirectAligned(EngineCounters.BUFFER_BYTES, Long.BYTES)));
  private final DutyReports agents = new DutyReports("ingress");
  private final Conductor conductor = new Conductor(SystemNanoClock.INSTANCE, errors::add);
  private final AtomicInteger jars = new AtomicInteger();

  HostRig(Path folder) {
    this(folder, STRICT, SettingsSource.NONE);
  }

  HostRig(Path folder, PluginBudgets budgets, SettingsSource settings) {
    this.folder = folder;
    agents.all().forEach(conductor::watch);
    Lender lender =
        new Lender(
            null,
            InstantSource.system(),
            SystemNanoClock.INSTANCE,
            Thread.ofPlatform().daemon().factory(),
            SecretProvider.NONE,
            () -> folder.resolve("data"),
            Optional.empty(),
            errors::add);
    host =
        new PluginHost(
            lender,
            catalogue,
            conductor,
            budgets,
            Executors.newSingleThreadExecutor(),
            Thread.ofPlatform().daemon().factory(),
            SystemNanoClock.INSTANCE,
            new BackgroundWork(SystemNanoClock.INSTANCE),
            counters,
            errors::add,
            "1.0.0",
            settings);
    host.listen((id, version, from, to, why) -> steps.add(id + " " + version + " " + to));
    host.guard();
  }

  /** A jar as the host takes it. */
  PluginFile file(SampleJar jar) {
    return PluginFile.open(write(jar), copies());
  }

  Path write(SampleJar jar) {
    return jar.write(folder.resolve("jar-" + jars.incrementAndGet() + ".jar"));
  }

  Path copies() {
    try {
      return Files.createDirectories(folder.resolve("copies"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Steps the conductor and an agent until the change is over. */
  <T> T done(CompletableFuture<T> change) {
    until("the change's end", change::isDone);
    return change.join();
  }

  void until(String what, java.util.function.BooleanSupplier condition) {
    long beganNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      conductor.doWork();
      agents.report(0, catalogue.routes().epoch());
      LockSupport.parkNanos(10_000);
      assertTrue(System.nanoTime() - beganNs < 60_000 * MS, what);
    }
  }

  /** The message with which a change is refused. */
  String refused(CompletableFuture<?> change) {
    Throwable thrown = assertThrows(CompletionException.class, () -> done(change));
    while (thrown instanceof CompletionException) {
      thrown = thrown.getCause();
    }
    return thrown.getMessage();
  }

  @Override
  public void close() {
    conductor.onClose();
    host.close();
  }
}
