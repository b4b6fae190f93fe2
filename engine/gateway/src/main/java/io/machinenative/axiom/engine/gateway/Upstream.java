package io.machinenative.axiom.engine.gateway;

import io.machinenative.axiom.engine.config.UpstreamConfig;
import io.machinenative.axiom.engine.gateway.Signals.Signal;
import io.machinenative.axiom.engine.gateway.call.Access;
import io.machinenative.axiom.engine.gateway.call.Admission;
import io.machinenative.axiom.engine.gateway.call.Figures;
import io.machinenative.axiom.engine.gateway.call.Parking;
import io.machinenative.axiom.engine.gateway.call.UpstreamCalls;
import io.machinenative.axiom.engine.gateway.link.Stray;
import io.machinenative.axiom.engine.gateway.rpc.Incoming;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import io.machinenative.axiom.engine.gateway.session.Greeting;
import io.machinenative.axiom.engine.gateway.session.ListReader;
import io.machinenative.axiom.engine.gateway.session.Lists;
import io.machinenative.axiom.engine.gateway.session.UpstreamSession;
import io.machinenative.axiom.engine.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.agrona.concurrent.NanoClock;

/**
 * One upstream server: a thread of its own greets it, joins what it lists, follows its changes, and
 * comes back after failures, each time a little later.
 *
 * <pre>
 *   CONNECTING ─▶ UP ⇄ (a session that is over is renewed by whoever finds out)
 *        ▲  │      │
 *        │  └──▶ DOWN: tools stay and answer UNAVAILABLE with the reason
 *        └─────────┘ 100 ms, 200 ms, ... 10 s later, sooner when somebody calls
 * </pre>
 */
final class Upstream implements Access, Stray, AutoCloseable {
  private static final long FIRST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_PAUSE_NS = TimeUnit.SECONDS.toNanos(10);

  /** After so long without a failure the pauses begin anew. */
  private static final long STEADY_NS = TimeUnit.SECONDS.toNanos(30);

  /** Changes are followed so often at most, however many a server tells of. */
  private static final long LOOK_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long PARKING_LOOK_NS = TimeUnit.SECONDS.toNanos(1);
  private static final Set<Signal> SOONER = Set.of(Signal.WANTED, Signal.STOP);
  private static final Set<Signal> ENOUGH = Set.of(Signal.STOP);

  /** Resources of which updates are asked for, whether anybody of ours wants them or not. */
  private static final int MOST_SUBSCRIBED = 100;

  /** How it is. */
  enum State {
    CONNECTING,
    UP,
    DOWN,
    STOPPED
  }

  private final UpstreamConfig config;
  private final GatewayContext context;
  private final NanoClock clock;
  private final Sessions sessions;
  private final Joining joining;
  private final Predicate<String> wanted;
  private final Signals signals = new Signals();
  private final Notes notes = new Notes();
  private final Figures figures = new Figures();
  private final Admission admission;
  private final Parking parking;
  private final Pulse pulse;
  private final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  // written by its thread, read by any
  private volatile State state = State.CONNECTING;
  private volatile long stateSinceNs;
  private volatile String problem = "";

  // of its thread
  private Listener listener;
  private long pauseNs = FIRST_PAUSE_NS;

  Upstream(UpstreamConfig config, GatewayContext context) {
    this.config = config;
    this.context = context;
    clock = context.clock();
    sessions =
        new Sessions(
            new Opening(config, context),
            new Greeting(config.era(), config.timeouts().connectNs(), context.version()),
            () -> signals.tell(Signal.DEAF)); // other lists perhaps, and to be heard again
    wanted = NamePatterns.of(config.allow(), config.deny());
    admission = new Admission(config, figures, clock);
    parking = new Parking(clock, config.timeouts().callNs());
    pulse = new Pulse(config.timeouts(), context.virtual(), clock);
    UpstreamCalls calls = new UpstreamCalls(this, admission, parking, config.timeouts(), clock);
    joining = new Joining(config, context.slot(), calls, notes, () -> signals.tell(Signal.LOOK));
    stateSinceNs = clock.nanoTime();
  }

  void start() {
    context.virtual().newThread(this::run).start();
  }

  UpstreamConfig config() {
    return config;
  }

  /** Completed when the server was tried once, whatever came of it. */
  CompletableFuture<Void> firstAttempt() {
    return firstAttempt;
  }

  // ── its thread ─────────────────────────────────────────────────────────────

  private void run() {
    try {
      while (!signals.has(Signal.STOP)) {
        attempt();
        if (state != State.UP) {
          firstAttempt.complete(null);
        }
        pause();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      context.errors().onError(e);
      enter(State.DOWN, "is given up after a defect of this engine: " + e);
    } finally {
      firstAttempt.complete(null);
      letGo();
      end.complete(null);
    }
  }

  /** Connects and serves, until that fails or is over. */
  private void attempt() throws InterruptedException {
    long beganNs = clock.nanoTime();
    try {
      connect();
      joining.serving().whenComplete((done, failure) -> firstAttempt.complete(null));
      serve();
    } catch (UpstreamException e) {
      notes.add(e.getMessage());
      enter(State.DOWN, e.getMessage());
    }
    letGo();
    if (clock.nanoTime() - beganNs >= STEADY_NS) {
      pauseNs = FIRST_PAUSE_NS;
    }
  }

  private void connect() throws UpstreamException, InterruptedException {
    sessions.open(this);
    Lists lists = lists();
    admission.breaker().reset();
    join(lists);
    listen();
    enter(State.UP, "");
  }

  private Lists lists() throws UpstreamException, InterruptedException {
    UpstreamSession session = sessions.current();
    try {
      return read(session);
    } catch (UpstreamException e) {
      return read(instead(session, e));
    }
  }

  private Lists read(UpstreamSession from) throws UpstreamException, InterruptedException {
    return new ListReader(from, config.listLimit(), config.timeouts().connectNs(), wanted).read();
  }

  /** A connection that was idle may turn out to be gone. */
  private Lists listsOrOnceMore() throws UpstreamException, InterruptedException {
    try {
      return lists();
    } catch (UpstreamException e) {
      if (e.kind() != Kind.LOST || sessions.linkEnded() != null) {
        throw e;
      }
      return lists();
    }
  }

  private void serve() throws UpstreamException, InterruptedException {
    long refreshedNs = clock.nanoTime();
    while (true) {
      long leftNs = config.timeouts().refreshNs() - (clock.nanoTime() - refreshedNs);
      Set<Signal> told =
          signals.await(parking.size() > 0 ? Math.min(leftNs, PARKING_LOOK_NS) : leftNs);
      parking.expire();
      if (told.contains(Signal.STOP)) {
        return;
      }
      if (sessions.linkEnded() != null) {
        throw new UpstreamException(Kind.LOST, sessions.linkEnded());
      }
      boolean due = clock.nanoTime() - refreshedNs >= config.timeouts().refreshNs();
      if (due
          || told.contains(Signal.LOOK)
          || told.contains(Signal.SUSPECT)
          || told.contains(Signal.DEAF)) {
        look(told.contains(Signal.DEAF));
        refreshedNs = clock.nanoTime();
        signals.awaitAny(ENOUGH, LOOK_PAUSE_NS);
      }
    }
  }

  /**
   * Asks for the lists again, and joins them when they changed. A server that has no good answer
   * now keeps what it had: its calls will tell.
   *
   * @throws UpstreamException when there is no connection any more
   */
  private void look(boolean deaf) throws UpstreamException, InterruptedException {
    UpstreamSession before = sessions.current();
    Lists lists;
    try {
      lists = listsOrOnceMore();
    } catch (UpstreamException e) {
      if (e.kind() == Kind.UNREACHABLE || e.kind() == Kind.LOST) {
        throw e;
      }
      pulse.feel(before, e);
      problem = "does not list what it has: " + e.getMessage();
      notes.add(problem);
      return;
    }
    problem = "";
    if (joining.isDue(lists)) {
      join(lists);
    }
    if (deaf || sessions.current() != before) {
      listen();
    }
  }

  private void join(Lists lists) {
    joining.join(lists, sessions.current().features().completions());
  }

  private void listen() {
    if (listener != null) {
      listener.close();
    }
    UpstreamSession session = sessions.current();
    listener =
        Listener.start(
            session,
            session.features().subscribe() ? joining.resources(MOST_SUBSCRIBED) : List.of(),
            this::told,
            () -> signals.tell(Signal.DEAF),
            context.virtual(),
            clock);
  }

  private void letGo() {
    if (listener != null) {
      listener.close();
      listener = null;
    }
    parking.close();
    sessions.close(signals.has(Signal.STOP));
  }

  /** Until the next attempt; sooner when somebody calls. */
  private void pause() throws InterruptedException {
    long untilNs = clock.nanoTime() + pauseNs;
    signals.await(0); // what is told of the connection that is gone
    signals.awaitAny(ENOUGH, FIRST_PAUSE_NS);
    signals.awaitAny(SOONER, untilNs - clock.nanoTime());
    pauseNs = Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
  }

  private synchronized void enter(State next, String why) {
    if (state == State.STOPPED) {
      return;
    }
    problem = why;
    if (state != next) {
      state = next;
      stateSinceNs = clock.nanoTime();
    }
  }

  // ── Access: by those who call ──────────────────────────────────────────────

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public UpstreamSession session() throws UpstreamException {
    UpstreamSession now = sessions.current();
    if (now == null || state == State.DOWN) {
      signals.tell(Signal.WANTED);
      String why = problem;
      throw new UpstreamException(
          Kind.UNREACHABLE, why.isEmpty() ? "is not connected yet" : "is down: it " + why);
    }
    return now;
  }

  @Override
  public UpstreamSession instead(UpstreamSession before, UpstreamException failure)
      throws UpstreamException, InterruptedException {
    UpstreamSession next =
        switch (failure.kind()) {
          case SESSION_OVER -> sessions.renew(before);
          case UNAUTHORIZED -> sessions.reauthorized(before);
          default -> null;
        };
    if (next == null) {
      throw failure;
    }
    return next;
  }

  @Override
  public void suspect(UpstreamException failure) {
    notes.add(failure.getMessage());
    if (failure.kind() == Kind.UNREACHABLE || failure.kind() == Kind.LOST) {
      signals.tell(Signal.SUSPECT);
    }
    pulse.feel(sessions.current(), failure);
  }

  // ── Stray: what the server says on its own ─────────────────────────────────

  @Override
  public void told(Incoming.Told message) {
    switch (message.method()) {
      case "notifications/tools/list_changed",
          "notifications/resources/list_changed",
          "notifications/prompts/list_changed" ->
          signals.tell(Signal.LOOK);
      case "notifications/resources/updated" -> {
        if (Json.read(message.params()) instanceof Map<?, ?> params
            && params.get("uri") instanceof String uri) {
          joining.updated(uri);
        }
      }
      default -> {} // of no use here
    }
  }

  @Override
  public void asked(Incoming.Asked message) {
    UpstreamSession now = sessions.current();
    if (now != null) {
      now.reply(message);
    }
  }

  @Override
  public void noted(String text) {
    notes.add(text);
  }

  @Override
  public void ended(String why) {
    signals.tell(Signal.ENDED);
  }

  // ── for operators ──────────────────────────────────────────────────────────

  /** What is not well; empty when all is. */
  String complaint() {
    if (state == State.DOWN) {
      return "upstream " + name() + " " + problem;
    }
    return switch (admission.breaker().state()) {
      case CLOSED -> problem.isEmpty() ? "" : "upstream " + name() + " " + problem;
      default -> "upstream " + name() + " kept failing and is left alone for a while";
    };
  }

  UpstreamInfo info() {
    UpstreamSession now = sessions.current();
    return new UpstreamInfo(
        name(),
        Opening.describe(config),
        config.namespace(),
        state.name().toLowerCase(Locale.ROOT),
        TimeUnit.NANOSECONDS.toSeconds(clock.nanoTime() - stateSinceNs),
        problem,
        now == null ? "" : now.version(),
        now == null ? "" : now.server(),
        admission.breaker().state().name().toLowerCase(Locale.ROOT),
        joining.tools(),
        joining.offers(),
        figures.inFlight(),
        parking.size(),
        figures.calls(),
        figures.failures(),
        figures.refusals(),
        TimeUnit.NANOSECONDS.toMicros(figures.latencyNs(0.5)),
        TimeUnit.NANOSECONDS.toMicros(figures.latencyNs(0.99)),
        sessions.opened(),
        notes.list());
  }

  /** Serves it no more. Does not wait; {@link #end} is completed when it is gone. */
  @Override
  public void close() {
    enter(State.STOPPED, "was stopped");
    signals.tell(Signal.STOP);
    sessions.stop();
  }

  /** Completed when nothing of it is left. */
  CompletableFuture<Void> end() {
    return end;
  }
}
