package io.machinenative.axiom.engine;

import io.machinenative.axiom.api.Authenticator;
import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.SecretProvider;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.config.AuthConfig;
import io.machinenative.axiom.engine.config.EdgeConfig;
import io.machinenative.axiom.engine.config.EngineConfig;
import io.machinenative.axiom.engine.config.RateConfig;
import io.machinenative.axiom.engine.config.TlsConfig;
import io.machinenative.axiom.engine.config.UpstreamConfig;
import io.machinenative.axiom.engine.edge.mcp.StdioListener;
import io.machinenative.axiom.engine.edge.mcp.StdioPipe;
import io.machinenative.axiom.engine.plugin.TrustedKeys;
import io.machinenative.axiom.engine.workflow.PipelineOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What an engine is told before it starts: what an operator set, as {@link EngineConfig} has it,
 * settled for this machine, and what an embedder brings. Immutable, checked where it is made.
 *
 * @param serverName that clients see in Welcome
 * @param dataDirectory for counters and the error log, which outlive the process; empty to keep
 *     them in memory
 * @param limits what it grants
 * @param threads which there are
 * @param listening how clients reach it
 * @param callers who they are, and what they may
 * @param plugins where they come from, beside those that are brought
 * @param parts what it serves of its own
 * @param brought by the embedder
 */
public record EngineOptions(
    String serverName,
    Optional<Path> dataDirectory,
    EngineLimits limits,
    Threads threads,
    Listening listening,
    Callers callers,
    Plugins plugins,
    Parts parts,
    Brought brought) {

  /** From this number of cores on, agents have threads of their own. */
  static final int DEDICATED_CORES = 6;

  /**
   * Which threads there are.
   *
   * @param mount how agents get their time
   * @param workers agents that run WORKER tools. More run more at once, and compete for the cores
   *     that ingress needs
   * @param cpus for the agents' threads, one each in the order ingress, workers, from the first
   *     again when there are more threads; empty: the system's scheduler decides
   */
  public record Threads(Mount mount, int workers, List<Integer> cpus) {
    public Threads {
      Objects.requireNonNull(mount, "mount");
      cpus = List.copyOf(cpus);
      if (workers < 1 || workers > 1024) {
        throw new IllegalArgumentException("workers: expected 1 to 1024, got " + workers);
      }
    }
  }

  /**
   * How clients reach it.
   *
   * @param addresses to listen on: Aeron channels, {@code tcp://host:port}, {@code
   *     http://host:port} ({@code tcps:} and {@code https:} with TLS), {@code inproc:name}
   * @param aeron its media driver: one in that directory is started, or used when it is external
   * @param tls what secures addresses of {@code tcps:} and {@code https:}
   * @param edge how web clients and agents are met, where an address is one of {@code http:}
   * @param stdio the client at the other end of a pipe, for the address {@code stdio:}
   */
  public record Listening(
      List<String> addresses,
      EngineConfig.Aeron aeron,
      Optional<TlsConfig> tls,
      EdgeConfig edge,
      Optional<StdioPipe> stdio) {
    public Listening {
      addresses = List.copyOf(addresses);
      if (stdio.isPresent() != addresses.contains(StdioListener.ADDRESS)) {
        throw new IllegalArgumentException("a pipe and the address stdio: belong together");
      }
    }
  }

  /**
   * Who callers are, and what they may.
   *
   * @param authenticators asked who somebody is, before those of {@code auth}
   * @param auth who callers are, and what they may
   * @param rates how often tools may be called
   * @param piped what the client at the other end of a pipe presents
   */
  public record Callers(
      List<Authenticator> authenticators,
      AuthConfig auth,
      List<RateConfig> rates,
      Credential piped) {
    public Callers {
      authenticators = List.copyOf(authenticators);
      rates = List.copyOf(rates);
      Objects.requireNonNull(auth, "auth");
      Objects.requireNonNull(piped, "piped");
    }

    /** Ways in which callers may say who they are. */
    private String authentication() {
      List<String> ways = new ArrayList<>();
      auth.token().ifPresent(token -> ways.add("token"));
      auth.keys().ifPresent(file -> ways.add("keys"));
      auth.jwt().forEach(issuer -> ways.add("jwt of " + issuer.issuer()));
      if (!auth.certificates().isEmpty()) {
        ways.add("certificates");
      }
      if (!authenticators.isEmpty()) {
        ways.add(authenticators.size() + " of the embedder");
      }
      if (ways.isEmpty()) {
        return "none";
      }
      return "required (" + String.join(", ", ways) + (auth.anonymous() ? ", anonymous)" : ")");
    }
  }

  /**
   * Where plugins come from, and what they are given.
   *
   * @param folder whose jars are loaded and watched; empty for none
   * @param trust whose jars are loaded from there
   * @param manage whether clients may change it
   * @param drainNs how long calls of a version that is replaced are awaited
   * @param configurations settings by plugin id, which files and variables may change
   * @param secrets that plugins may ask for
   */
  public record Plugins(
      Optional<Path> folder,
      TrustedKeys trust,
      boolean manage,
      long drainNs,
      Map<String, Map<String, Object>> configurations,
      SecretProvider secrets) {
    public Plugins {
      configurations = Map.copyOf(configurations);
      Objects.requireNonNull(secrets, "secrets");
    }
  }

  /**
   * What it serves of its own.
   *
   * @param registry how the registry is kept; empty for an engine without one
   * @param pipelines which folders they reach and where they are kept; empty for an engine without
   * @param upstreams other MCP servers whose tools are served too; empty for an engine without a
   *     gateway
   * @param observed whether clients may ask for its statistics, sessions and log
   */
  public record Parts(
      Optional<RegistryOptions> registry,
      Optional<PipelineOptions> pipelines,
      Optional<List<UpstreamConfig>> upstreams,
      boolean observed) {
    public Parts {
      upstreams = upstreams.map(List::copyOf);
    }
  }

  /**
   * What an embedder brings.
   *
   * @param plugins that deliver tools
   * @param tools beside those of plugins
   */
  public record Brought(List<Plugin> plugins, List<Tool> tools) {
    public Brought {
      plugins = List.copyOf(plugins);
      tools = List.copyOf(tools);
    }
  }

  public EngineOptions {
    Objects.requireNonNull(serverName, "serverName");
    Objects.requireNonNull(limits, "limits");
    if (plugins.folder().isPresent() && threads.mount() == Mount.INVOKER) {
      throw new IllegalArgumentException("a folder of plugins needs threads, the mount is INVOKER");
    }
    if (!parts.upstreams().orElse(List.of()).isEmpty() && threads.mount() == Mount.INVOKER) {
      throw new IllegalArgumentException("upstreams need threads, the mount is INVOKER");
    }
  }

  /** The settings in force, in one line, without secrets. */
  String describe() {
    return "mount "
        + threads.mount()
        + ", workers "
        + threads.workers()
        + (threads.cpus().isEmpty() ? "" : ", cpus " + threads.cpus())
        + ", aeron directory "
        + listening.aeron().directory().map(Path::toString).orElse("standard")
        + (listening.aeron().external() ? " (external driver)" : "")
        + ", data "
        + dataDirectory.map(Path::toString).orElse("in memory")
        + ", authentication "
        + callers.authentication()
        + ", rules "
        + callers.auth().rules().size()
        + ", rates "
        + callers.rates().size()
        + ", "
        + limits;
  }

  /** What suits a machine of so many cores. */
  public static Mount mountFor(int cores) {
    return cores >= DEDICATED_CORES ? Mount.DEDICATED : Mount.SHARED;
  }

  /** Workers for so many cores: one is left to ingress, one to the rest of the machine. */
  public static int workersFor(int cores) {
    return Math.max(1, cores - 2);
  }
}
