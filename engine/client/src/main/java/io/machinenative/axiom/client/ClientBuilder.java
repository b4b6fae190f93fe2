package io.machinenative.axiom.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.base.YieldThenParkIdleStrategy;
import io.machinenative.axiom.engine.transport.aeron.AeronLinkOptions;
import io.machinenative.axiom.engine.transport.aeron.DriverDirectory;
import io.machinenative.axiom.engine.transport.aeron.DriverOptions;
import io.machinenative.axiom.engine.transport.inproc.InprocConnector;
import io.machinenative.axiom.engine.transport.netty.ClientTls;
import io.machinenative.axiom.engine.transport.netty.TcpOptions;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Collects what a client is made of, and connects it. This is the client's assembly: the one place
 * where its clock, randomness and thread are made unless they are given. Not thread-safe.
 */
public final class ClientBuilder {
  private static final int DEFAULT_PENDING_CALLS = 1024;

  private String address;
  private LinkSource linkSource;
  private InprocConnector inproc;
  private Optional<ClientTls> tls = Optional.empty();
  private Path aeronDirectory;
  private SessionConfig session = SessionConfig.defaults("axiom-client");
  private RetryPolicy retry = RetryPolicy.standard();
  private ReconnectPolicy reconnect = ReconnectPolicy.standard();
  private Mount mount = Mount.DEDICATED;
  private int pendingCalls = DEFAULT_PENDING_CALLS;
  private long drainNs = TimeUnit.SECONDS.toNanos(2);
  private NanoClock clock = SystemNanoClock.INSTANCE;
  private RandomGenerator random;
  private IdleStrategy idle;
  private ThreadFactory threads = ClientBuilder::daemon;
  private Consumer<Throwable> onException = thrown -> {};

  ClientBuilder() {}

  /**
   * Where the server is: {@code tcp://host:port}, {@code tcps://host:port}, {@code aeron:...},
   * {@code inproc:name}. See {@link Links}.
   */
  public ClientBuilder at(String uri) {
    address = Objects.requireNonNull(uri, "uri");
    return this;
  }

  /**
   * The server in this process: for {@code inproc:}, and where the client goes when no address is
   * given.
   */
  public ClientBuilder inproc(InprocConnector connector) {
    inproc = Objects.requireNonNull(connector, "connector");
    return this;
  }

  /**
   * Directory of the server's media driver, for {@code aeron:}; the default is the one that servers
   * use by default.
   */
  public ClientBuilder aeronDirectory(Path directory) {
    aeronDirectory = Objects.requireNonNull(directory, "directory");
    return this;
  }

  /**
   * Whom the client trusts, and how it proves who it is, for {@code tcps:}; the default trusts whom
   * the JDK trusts.
   */
  public ClientBuilder tls(ClientTls how) {
    tls = Optional.of(how);
    return this;
  }

  /** Connections from elsewhere, instead of an address. Closed with the client. */
  public ClientBuilder links(LinkSource source) {
    linkSource = Objects.requireNonNull(source, "source");
    return this;
  }

  /** What is asked of the server; replaces what the methods below set so far. */
  public ClientBuilder session(SessionConfig config) {
    session = Objects.requireNonNull(config, "config");
    return this;
  }

  /** For the server's logs and limits; at most 128 bytes. */
  public ClientBuilder name(String clientName) {
    return session(session.withClientName(clientName));
  }

  /** As the server's authenticator asks; at most 8 KiB. */
  public ClientBuilder credentials(byte[] bytes) {
    return session(session.withCredentials(bytes.clone()));
  }

  /** As the server's authenticator asks, a token for example. */
  public ClientBuilder credentials(String token) {
    return session(session.withCredentials(token.getBytes(UTF_8)));
  }

  /** Calls in flight to ask for; 0 leaves it to the server. */
  public ClientBuilder creditWindow(int calls) {
    return session(session.withCreditWindow(calls));
  }

  /** Longest message to take. */
  public ClientBuilder maxMessageBytes(int bytes) {
    return session(session.withMaxMessageBytes(bytes));
  }

  /** Heartbeat interval to ask for; 0 leaves it to the server. */
  public ClientBuilder heartbeatIntervalMs(int ms) {
    return session(session.withHeartbeatIntervalMs(ms));
  }

  /** Most time from the start to an open session. */
  public ClientBuilder connectTimeoutNs(long ns) {
    return session(session.withConnectTimeoutNs(ns));
  }

  /** DEDICATED, the default, or INVOKER. */
  public ClientBuilder mount(Mount how) {
    mount = Objects.requireNonNull(how, "how");
    return this;
  }

  /** When a call is tried again. */
  public ClientBuilder retry(RetryPolicy policy) {
    retry = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /** When a new session is opened. */
  public ClientBuilder reconnect(ReconnectPolicy policy) {
    reconnect = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /** Calls that may wait to be sent; more fail with OVERLOADED. */
  public ClientBuilder pendingCalls(int calls) {
    pendingCalls = calls;
    return this;
  }

  /** How long {@link AxiomClient#close()} waits for calls in flight. */
  public ClientBuilder drainNs(long ns) {
    drainNs = ns;
    return this;
  }

  public ClientBuilder clock(NanoClock nanoClock) {
    clock = Objects.requireNonNull(nanoClock, "nanoClock");
    return this;
  }

  /** Source of all jitter; used by the owner thread alone. */
  public ClientBuilder random(RandomGenerator generator) {
    random = Objects.requireNonNull(generator, "generator");
    return this;
  }

  /** How the owner thread idles; the default yields under load and waits on the link otherwise. */
  public ClientBuilder idleStrategy(IdleStrategy strategy) {
    idle = Objects.requireNonNull(strategy, "strategy");
    return this;
  }

  /** Makes the thread of a DEDICATED client; the default makes daemons. */
  public ClientBuilder threadFactory(ThreadFactory factory) {
    threads = Objects.requireNonNull(factory, "factory");
    return this;
  }

  /**
   * Told of exceptions on the client's own thread that no call took, on that thread. They are
   * counted either way, and end the session.
   */
  public ClientBuilder onException(Consumer<Throwable> handler) {
    onException = Objects.requireNonNull(handler, "handler");
    return this;
  }

  /**
   * Connects and waits until the session is open.
   *
   * @throws CallException NOT_CONNECTED when there is no server, VERSION_UNSUPPORTED,
   *     UNAUTHENTICATED and others when it refuses
   * @throws IllegalArgumentException when the address cannot be understood
   */
  public AxiomClient connect() {
    return new AxiomClient(config()).connect();
  }

  private ClientConfig config() {
    return new ClientConfig(
        linkSource != null ? linkSource : linksTo(address()),
        session,
        retry,
        reconnect,
        mount,
        pendingCalls,
        drainNs,
        clock,
        random != null ? random : new SplittableRandom(),
        idle,
        threads,
        onException);
  }

  private String address() {
    if (address == null && inproc == null) {
      throw new IllegalArgumentException(
          "expected an address, a connector or a source of links, got none");
    }
    return address != null ? address : inproc.address();
  }

  private LinkSource linksTo(String uri) {
    long timeoutNs = session.connectTimeoutNs();
    int timeoutMs = Math.clamp(TimeUnit.NANOSECONDS.toMillis(timeoutNs), 1, Integer.MAX_VALUE);
    Path directory = aeronDirectory != null ? aeronDirectory : DriverDirectory.standard();
    DriverOptions driver =
        DriverOptions.standard(
            directory,
            Mount.INVOKER,
            threads,
            () -> new YieldThenParkIdleStrategy(clock),
            clock,
            SystemEpochClock.INSTANCE,
            onException::accept);
    return new Links(
        uri,
        new LinkOptions(
            inproc,
            TcpOptions.DEFAULT.withConnectTimeoutMs(timeoutMs),
            tls,
            new AeronLinkOptions(directory, driver, timeoutNs),
            clock,
            onException::accept));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }
}
