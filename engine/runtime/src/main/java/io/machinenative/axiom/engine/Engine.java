package io.machinenative.axiom.engine;

import io.machinenative.axiom.api.EngineInfo;
import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.base.BackgroundWork;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.config.ConfigFile;
import io.machinenative.axiom.engine.config.EngineConfig;
import io.machinenative.axiom.engine.control.Access;
import io.machinenative.axiom.engine.control.ConfigurationReload;
import io.machinenative.axiom.engine.counters.ErrorRecorder;
import io.machinenative.axiom.engine.gateway.Gateway;
import io.machinenative.axiom.engine.gateway.UpstreamInfo;
import io.machinenative.axiom.engine.hosting.PluginHost;
import io.machinenative.axiom.engine.pipeline.InFlight;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.transport.inproc.InprocConnector;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;

/**
 * Serves tools: what there is to do with an engine that runs. {@link EngineBuilder} says what it
 * serves, its assembly wires the stages.
 *
 * <pre>{@code
 * try (Engine engine = Engine.builder().tool(add).listen("inproc:").listen("tcp://127.0.0.1:0").start()) {
 *   System.out.println(engine.addresses());
 * }
 * }</pre>
 *
 * <p>Thread-safe, but for {@link #doWork()}, which belongs to one thread. Started once, closed
 * once.
 */
public final class Engine implements AutoCloseable {
  private final Assembly parts;

  private Engine(Assembly parts) {
    this.parts = parts;
  }

  static Engine start(EngineOptions options, NanoClock clock) {
    return new Engine(Assembly.start(options, clock));
  }

  public static EngineBuilder builder() {
    return new EngineBuilder();
  }

  /** The addresses that clients connect to, with the ports that were bound. */
  public List<String> addresses() {
    return parts.carriers().addresses();
  }

  /** Connects clients of this process to the {@code inproc:} address. */
  public InprocConnector inproc() {
    return parts.carriers().inproc();
  }

  /**
   * Where an embedder tells of work that takes a core for milliseconds, and his own polling threads
   * learn of it, as those of the engine do.
   */
  public BackgroundWork background() {
    return parts.background();
  }

  /** What the engine says of itself. */
  public EngineInfo info() {
    return parts.info();
  }

  /** The settings in force, in one line. */
  public String describe() {
    return parts.options().describe();
  }

  /** Exceptions that were recorded: tool faults, carrier errors, defects. */
  public List<ErrorRecorder.Entry> errors() {
    return parts.base().errors().entries();
  }

  /** What an operator should know of the start: what was found after an unclean end. */
  public List<String> notes() {
    return List.copyOf(parts.notes());
  }

  /** Pooled buffers that are lent now; 0 when no call is in flight. */
  public int buffersLent() {
    return parts.pool().lent();
  }

  /**
   * Adds tools while the engine runs, all or none.
   *
   * @return completed with the catalogue's epoch once every carrier serves them; exceptionally with
   *     {@link IllegalArgumentException} when a name or an id is taken
   */
  public CompletableFuture<Long> add(List<Tool> tools) {
    List<Route> routes = parts.catalogue().routesOf(tools, new InFlight());
    return parts
        .conductor()
        .submit("add tools", () -> parts.catalogue().replace(List.of(), routes))
        .thenCompose(epoch -> parts.conductor().awaitEpoch(epoch).thenApply(all -> epoch));
  }

  /**
   * Grants by other limits and lets others in from now on. Sessions keep what they were granted as
   * they were opened.
   *
   * @return completed with the policy's epoch once every carrier goes by it; exceptionally with
   *     {@link IllegalArgumentException} when a limit differs that sizes buffers or queues
   */
  public CompletableFuture<Long> grant(EngineLimits limits, Access granted) {
    return parts
        .conductor()
        .submit("grant by another policy", () -> parts.policy().replace(limits, granted))
        .thenCompose(epoch -> parts.conductor().awaitPolicy(epoch).thenApply(all -> epoch));
  }

  /**
   * Follows a configuration file from now on: what may change while the engine runs, does.
   *
   * @param started what the file held as the engine was started with it
   * @param log is told, on the conductor's thread, what changed and what was refused
   */
  public void follow(Path file, ConfigFile started, Consumer<String> log) {
    ConfigurationReload reload =
        new ConfigurationReload(
            file,
            started,
            parts.policy(),
            next -> parts.access().of(next.auth(), next.rates()),
            this::followOthers,
            text -> {
              parts.base().events().add(LogLevel.NOTICE, "configuration", text);
              log.accept(text);
            });
    parts
        .conductor()
        .submit(
            "follow " + file,
            () -> {
              parts.conductor().every(ConfigurationReload.PERIOD_NS, reload::look);
              return true;
            })
        .join();
  }

  /**
   * Follows the files of certificates from now on: what changes is in force for connections that
   * come later.
   *
   * @param log is told, on the conductor's thread, what was taken over and what was refused
   */
  public void followCertificates(Consumer<String> log) {
    parts
        .conductor()
        .submit(
            "follow certificates",
            () -> {
              parts
                  .conductor()
                  .every(
                      ConfigurationReload.PERIOD_NS,
                      () -> parts.carriers().lookAtCertificates(log));
              return true;
            })
        .join();
  }

  /** What is no policy. On the conductor's thread. */
  private void followOthers(EngineConfig config) {
    parts.gateway().ifPresent(joined -> joined.follow(config.upstreams()));
  }

  /** The upstream servers, as they are now; empty for an engine without a gateway. */
  public List<UpstreamInfo> upstreams() {
    return parts.gateway().map(Gateway::list).orElse(List.of());
  }

  /** Installs, swaps and removes plugins while the engine runs. */
  public PluginHost plugins() {
    return parts.plugins();
  }

  /**
   * Steps all agents once: for {@link Mount#INVOKER} only.
   *
   * @return how much was done
   */
  public int doWork() {
    return parts.threads().doWork();
  }

  /**
   * Refuses new calls, waits for those in flight as long as the limits grant, answers the rest with
   * SERVER_STOPPED, closes carriers, tears plugins down. Does nothing the second time.
   */
  @Override
  public void close() {
    parts.close();
  }
}
