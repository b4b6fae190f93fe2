package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.ClientBuilder;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.transport.aeron.AeronAddress;
import io.machinenative.axiom.engine.transport.aeron.AeronLink;
import io.machinenative.axiom.engine.transport.aeron.AeronLinkOptions;
import io.machinenative.axiom.engine.transport.aeron.DriverDirectory;
import io.machinenative.axiom.engine.transport.aeron.DriverOptions;
import io.machinenative.axiom.engine.transport.netty.TcpLink;
import io.machinenative.axiom.engine.transport.netty.TcpOptions;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.agrona.IoUtil;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A real engine with real clients. An engine that is mounted INVOKER is stepped by a thread of the
 * rig, which makes and closes it, too. Closing checks that nothing is left: no session, no lent
 * buffer, no error.
 */
final class EngineRig implements AutoCloseable {
  private static final long IDLE_NS = 50_000L;

  private final Path aeronDirectory = DriverDirectory.createPrivate();
  private final CompletableFuture<Engine> started = new CompletableFuture<>();
  private final List<Throwable> clientErrors = new CopyOnWriteArrayList<>();
  private final Engine engine;
  private final Thread pump;
  private volatile boolean over;

  /** Listens on all carriers, with the core tools. */
  EngineRig(Mount mount, UnaryOperator<EngineBuilder> more) {
    this(mount, List.of(Carrier.values()), more);
  }

  EngineRig(Mount mount, List<Carrier> carriers, UnaryOperator<EngineBuilder> more) {
    EngineBuilder builder =
        Engine.builder()
            .mount(mount)
            .workers(1)
            .plugin(new CoreToolsPlugin())
            .aeronDirectory(aeronDirectory);
    carriers.forEach(carrier -> builder.listen(carrier.listen()));
    pump =
        mount == Mount.INVOKER
            ? Thread.ofPlatform().daemon().name("pump").start(() -> pump(more.apply(builder)))
            : null;
    engine = pump == null ? more.apply(builder).start() : Await.get(started);
  }

  private void pump(EngineBuilder builder) {
    try {
      Engine stepped = builder.start();
      started.complete(stepped);
      while (!over) {
        if (stepped.doWork() == 0) {
          LockSupport.parkNanos(IDLE_NS);
        }
      }
      stepped.close();
    } catch (RuntimeException | Error e) {
      started.completeExceptionally(e);
      throw e;
    }
  }

  Engine engine() {
    return engine;
  }

  Path aeronDirectory() {
    return aeronDirectory;
  }

  long counter(String label) {
    return engine.info().counters().get(label);
  }

  Map<String, Long> counters() {
    return engine.info().counters();
  }

  String address(Carrier carrier) {
    return carrier.addressAmong(engine.addresses());
  }

  /** A client on a carrier, not yet connected. */
  ClientBuilder client(Carrier carrier, Mount mount) {
    ClientBuilder builder =
        AxiomClient.builder()
            .name("e2e")
            .mount(mount)
            .aeronDirectory(aeronDirectory)
            .onException(clientErrors::add);
    return carrier == Carrier.INPROC
        ? builder.inproc(engine.inproc())
        : builder.at(address(carrier));
  }

  /** A connection for a session that the test steps itself. */
  Link link(Carrier carrier) {
    return switch (carrier) {
      case INPROC -> engine.inproc().connect();
      case IPC, UDP -> aeronLink(carrier);
      case TCP -> new TcpLink(address(carrier), TcpOptions.DEFAULT);
    };
  }

  private AeronLink aeronLink(Carrier carrier) {
    DriverOptions driver =
        DriverOptions.standard(
            aeronDirectory,
            Mount.INVOKER,
            Thread::new,
            BusySpinIdleStrategy::new,
            SystemNanoClock.INSTANCE,
            SystemEpochClock.INSTANCE,
            clientErrors::add);
    return new AeronLink(
        AeronAddress.parse(address(carrier)),
        AeronLinkOptions.of(aeronDirectory, driver),
        SystemNanoClock.INSTANCE,
        clientErrors::add);
  }

  Caller connect(Carrier carrier, Mount mount) {
    return new Caller(client(carrier, mount).connect(), mount);
  }

  /** All clients are closed: waits until the engine has seen that, and that nothing is left. */
  void awaitQuiet() {
    Await.until(
        () ->
            "no session, connection and buffer left: "
                + counters()
                + ", lent "
                + engine.buffersLent(),
        () ->
            engine.info().sessions() == 0
                && counter("connections-now") == 0
                && engine.buffersLent() == 0,
        () -> LockSupport.parkNanos(IDLE_NS));
  }

  /** Ends the engine whatever goes on, on the thread that owns it. */
  void stop() {
    over = true;
    if (pump == null) {
      engine.close();
    } else {
      Await.until("the end of the engine's thread", () -> !pump.isAlive());
    }
    IoUtil.delete(aeronDirectory.toFile(), true);
  }

  @Override
  public void close() {
    try {
      awaitQuiet();
      assertEquals(List.of(), engine.errors());
      assertEquals(List.of(), clientErrors);
    } finally {
      stop();
    }
    assertEquals(0, engine.buffersLent(), "buffers lent after the end");
  }
}
