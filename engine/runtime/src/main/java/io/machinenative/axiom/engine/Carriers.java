package io.machinenative.axiom.engine;

import io.machinenative.axiom.api.EngineInfo;
import io.machinenative.axiom.engine.base.BackgroundWork;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.base.YieldThenParkIdleStrategy;
import io.machinenative.axiom.engine.config.TlsConfig;
import io.machinenative.axiom.engine.control.AnnouncementBoard;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.edge.Edge;
import io.machinenative.axiom.engine.edge.task.TaskShelf;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.Listener;
import io.machinenative.axiom.engine.transport.aeron.AeronAddress;
import io.machinenative.axiom.engine.transport.aeron.AeronConductor;
import io.machinenative.axiom.engine.transport.aeron.AeronContext;
import io.machinenative.axiom.engine.transport.aeron.AeronListener;
import io.machinenative.axiom.engine.transport.aeron.AeronListenerOptions;
import io.machinenative.axiom.engine.transport.aeron.DriverDirectory;
import io.machinenative.axiom.engine.transport.aeron.DriverOptions;
import io.machinenative.axiom.engine.transport.aeron.EmbeddedDriver;
import io.machinenative.axiom.engine.transport.inproc.InprocConnector;
import io.machinenative.axiom.engine.transport.inproc.InprocListener;
import io.machinenative.axiom.engine.transport.inproc.InprocOptions;
import io.machinenative.axiom.engine.transport.netty.ServerTls;
import io.machinenative.axiom.engine.transport.netty.TcpFaults;
import io.machinenative.axiom.engine.transport.netty.TcpListener;
import io.machinenative.axiom.engine.transport.netty.TcpOptions;
import io.machinenative.axiom.engine.transport.netty.TlsFiles;
import io.machinenative.axiom.engine.transport.netty.TlsFiles.ClientCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;

/**
 * Opens the carriers that the addresses name, and the media driver that Aeron's need. Carriers of
 * one kind share an ingress agent: their sessions, slots and timers are its own.
 *
 * <p>Used by the engine's starter and its closer, which are one after the other.
 */
final class Carriers implements AutoCloseable {
  /** Kinds of carriers, in the order in which they are opened. */
  enum Kind {
    INPROC("inproc:"),
    AERON("aeron:"),
    TCP("tcp:", "tcps:"),
    HTTP("http:", "https:"),
    STDIO("stdio:");

    private final List<String> schemes;

    Kind(String... schemes) {
      this.schemes = List.of(schemes);
    }

    static Kind of(String address) {
      for (Kind kind : values()) {
        if (kind.schemes.stream().anyMatch(address::startsWith)) {
          return kind;
        }
      }
      throw new IllegalArgumentException(
          "expected an address such as tcp://host:port, aeron:ipc, aeron:udp?endpoint=host:port,"
              + " http://host:port or inproc:name, tcps: and https: with TLS, got '"
              + address
              + "'");
    }
  }

  /** The shelf of tasks hands its thread one job, which does all that waits. */
  private static final int TASK_FILE_JOBS = 16;

  private final EngineOptions options;
  private final NanoClock clock;
  private final BackgroundWork background;
  private final Foundations base;
  private final Supplier<EngineInfo> info;
  private final AnnouncementBoard announcements;
  private final Map<Kind, List<String>> addresses = new EnumMap<>(Kind.class);
  private final List<Listener> opened = new ArrayList<>();
  private final List<ServerTls> secure = new ArrayList<>();
  private InprocListener inproc;
  private EmbeddedDriver driver;
  private AeronConductor conductor;
  private TaskShelf tasks;

  /**
   * @param info what the edge tells of the engine
   * @param announcements what plugins tell its clients
   */
  Carriers(
      EngineOptions options,
      NanoClock clock,
      BackgroundWork background,
      Foundations base,
      Supplier<EngineInfo> info,
      AnnouncementBoard announcements) {
    this.info = info;
    this.announcements = announcements;
    this.options = options;
    this.clock = clock;
    this.background = background;
    this.base = base;
    for (String address : options.listening().addresses()) {
      addresses.computeIfAbsent(Kind.of(address), kind -> new ArrayList<>()).add(address);
    }
  }

  /** The kinds that the addresses ask for. */
  List<Kind> kinds() {
    return List.copyOf(addresses.keySet());
  }

  /**
   * Opens all carriers of a kind.
   *
   * @param context of the ingress agent that will poll them
   * @throws RuntimeException when one cannot be opened, naming its address
   */
  List<Listener> open(Kind kind, FrameHandler handler, IngressContext context) {
    List<Listener> listeners = new ArrayList<>();
    for (String address : addresses.get(kind)) {
      Listener listener =
          switch (kind) {
            case INPROC -> openInproc(address, handler);
            case AERON -> openAeron(address, handler);
            case TCP -> openTcp(address, handler);
            case HTTP -> Edge.http(address, tls(address), lent(handler, context));
            case STDIO ->
                Edge.stdio(options.listening().stdio().orElseThrow(), lent(handler, context));
          };
      listeners.add(listener);
      opened.add(listener);
    }
    return listeners;
  }

  private Listener openInproc(String address, FrameHandler handler) {
    inproc = new InprocListener(address, handler, InprocOptions.DEFAULT);
    return inproc;
  }

  private Listener openAeron(String address, FrameHandler handler) {
    if (conductor == null) {
      conductor = AeronConductor.connect(aeronContext());
    }
    return new AeronListener(
        conductor,
        AeronAddress.parse(address),
        AeronListenerOptions.DEFAULT,
        handler,
        (peer, reason) -> base.counters().increment(EngineCounter.TRANSPORT_ERRORS));
  }

  private Listener openTcp(String address, FrameHandler handler) {
    return new TcpListener(
        address,
        handler,
        TcpOptions.DEFAULT.withMaxConnections(options.limits().maxSessions()),
        new TcpErrors(),
        tls(address));
  }

  /** What secures an address, if it is to be secured. */
  private Optional<ServerTls> tls(String address) {
    boolean web = address.startsWith("https:");
    if (!web && !address.startsWith("tcps:")) {
      return Optional.empty();
    }
    TlsConfig config =
        options
            .listening()
            .tls()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "expected tls.certificate and tls.key for " + address + ", got none"));
    ServerTls secured =
        new ServerTls(
            new TlsFiles(
                config.certificate(),
                config.key(),
                config.clientCa(),
                ClientCertificates.valueOf(config.clients().toUpperCase(Locale.ROOT)),
                config.versions()),
            web ? Edge.PROTOCOLS : List.of());
    secure.add(secured);
    return Optional.of(secured);
  }

  /** Takes certificates over that have changed. On the conductor. */
  void lookAtCertificates(Consumer<String> log) {
    secure.forEach(each -> each.look(log));
  }

  /** The long calls of the edge's carriers, in the data directory where there is one. */
  private TaskShelf tasks() {
    if (tasks == null) {
      tasks =
          new TaskShelf(
              options.dataDirectory().map(data -> data.resolve("tasks")),
              options.listening().edge().tasks(),
              AgentThreads.oneByOne(TASK_FILE_JOBS),
              SystemEpochClock.INSTANCE,
              new SecureRandom(),
              base.errors());
    }
    return tasks;
  }

  private Edge.Services lent(FrameHandler handler, IngressContext context) {
    return new Edge.Services(
        handler,
        context,
        options.listening().edge(),
        tasks(),
        options.limits().maxMessageBytes(),
        options.serverName(),
        Version.current(),
        info,
        announcements,
        SystemEpochClock.INSTANCE,
        base.counters(),
        base.errors(),
        new SecureRandom(),
        options.callers().piped());
  }

  /** Counts what goes wrong on sockets; what is no everyday event is recorded too. */
  private final class TcpErrors implements TcpFaults {
    @Override
    public void onConnectionFault(String peer, Throwable cause) {
      base.counters().increment(EngineCounter.TRANSPORT_ERRORS);
      if (!(cause instanceof IOException)) {
        base.errors().onError(cause);
      }
    }

    @Override
    public void onConnectionRefused(String peer) {
      base.counters().increment(EngineCounter.SESSIONS_REJECTED);
    }

    @Override
    public void onAcceptFault(Throwable cause) {
      base.counters().increment(EngineCounter.TRANSPORT_ERRORS);
      base.errors().onError(cause);
    }
  }

  private AeronContext aeronContext() {
    Path directory = options.listening().aeron().directory().orElseGet(DriverDirectory::standard);
    if (options.listening().aeron().external()) {
      return AeronContext.of(directory, clock, SystemEpochClock.INSTANCE, base.errors());
    }
    Mount mount = options.threads().mount() == Mount.INVOKER ? Mount.INVOKER : Mount.SHARED;
    driver =
        EmbeddedDriver.launch(
            DriverOptions.standard(
                directory,
                mount,
                AgentThreads::daemon,
                () -> new YieldThenParkIdleStrategy(clock, background::isUnderWay),
                clock,
                SystemEpochClock.INSTANCE,
                base.errors()));
    return AeronContext.of(driver, clock, base.errors());
  }

  /** What clients connect to. */
  List<String> addresses() {
    return opened.stream().map(Listener::address).toList();
  }

  InprocConnector inproc() {
    if (inproc == null) {
      throw new IllegalStateException("the engine does not listen on an inproc: address");
    }
    return inproc.connector();
  }

  /** After the agents that polled the carriers have stopped. */
  @Override
  public void close() {
    CloseHelper.closeAll(base.errors(), opened);
    CloseHelper.closeAll(base.errors(), tasks, conductor, driver);
  }
}
