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
 * What an engine is told before it starts. Immutable, checked where it is made.
 *
 * @param serverName that clients see in Welcome
 * @param addresses to listen on: Aeron channels, {@code tcp://host:port}, {@code http://host:port}
 *     ({@code tcps:} and {@code https:} with TLS), {@code inproc:name}
 * @param mount how agents get their time
 * @param workers agents that run WORKER tools. More run more at once, and compete for the cores
 *     that ingress needs
 * @param cpus for the agents' threads, one each in the order ingress, workers, from the first again
 *     when there are more threads; empty: the system's scheduler decides
 * @param limits what it grants
 * @param authenticators asked who somebody is, before those of {@code auth}
 * @param auth who callers are, and what they may
 * @param rates how often tools may be called
 * @param piped what the client at the other end of a pipe presents
 * @param aeronDirectory of the media driver; empty for the standard one
 * @param externalDriver use the driver that runs in that directory instead of starting one
 * @param dataDirectory for counters and the error log, which outlive the process; empty to keep
 *     them in memory
 * @param registry how the registry is kept; empty for an engine without one
 * @param pipelines which folders they reach and where they are kept; empty for an engine without
 * @param pluginFolder whose jars are loaded and watched; empty for none
 * @param pluginDrainNs how long calls of a version that is replaced are awaited
 * @param tls what secures addresses of {@code tcps:} and {@code https:}
 * @param edge how web clients and agents are met, where an address is one of {@code http:}
 * @param upstreams other MCP servers whose tools are served too; empty for an engine without a
 *     gateway
 * @param stdio the client at the other end of a pipe, for the address {@code stdio:}
 * @param secrets that plugins may ask for
 * @param pluginConfigurations settings by plugin id, which files and variables may change
 * @param observed whether clients may ask for its statistics, sessions and log
 * @param plugins that deliver tools
 * @param tools beside those of plugins
 */
public record EngineOptions(
    String serverName,
    List<String> addresses,
    Mount mount,
    int workers,
    List<Integer> cpus,
    EngineLimits limits,
    List<Authenticator> authenticators,
    AuthConfig auth,
    List<RateConfig> rates,
    Credential piped,
    Optional<Path> aeronDirectory,
    boolean externalDriver,
    Optional<Path> dataDirectory,
    Optional<RegistryOptions> registry,
    Optional<PipelineOptions> pipelines,
    Optional<Path> pluginFolder,
    TrustedKeys pluginTrust,
    boolean pluginManage,
    long pluginDrainNs,
    Optional<TlsConfig> tls,
    EdgeConfig edge,
    Optional<List<UpstreamConfig>> upstreams,
    Optional<StdioPipe> stdio,
    SecretProvider secrets,
    Map<String, Map<String, Object>> pluginConfigurations,
    boolean observed,
    List<Plugin> plugins,
    List<Tool> tools) {

  /** From this number of cores on, agents have threads of their own. */
  static final int DEDICATED_CORES = 6;

  public EngineOptions {
    Objects.requireNonNull(serverName, "serverName");
    addresses = List.copyOf(addresses);
    cpus = List.copyOf(cpus);
    plugins = List.copyOf(plugins);
    pluginConfigurations = Map.copyOf(pluginConfigurations);
    tools = List.copyOf(tools);
    Objects.requireNonNull(secrets, "secrets");
    Objects.requireNonNull(mount, "mount");
    Objects.requireNonNull(limits, "limits");
    authenticators = List.copyOf(authenticators);
    rates = List.copyOf(rates);
    Objects.requireNonNull(auth, "auth");
    Objects.requireNonNull(piped, "piped");
    if (pluginFolder.isPresent() && mount == Mount.INVOKER) {
      throw new IllegalArgumentException("a folder of plugins needs threads, the mount is INVOKER");
    }
    upstreams = upstreams.map(List::copyOf);
    if (!upstreams.orElse(List.of()).isEmpty() && mount == Mount.INVOKER) {
      throw new IllegalArgumentException("upstreams need threads, the mount is INVOKER");
    }
    if (stdio.isPresent() != addresses.contains(StdioListener.ADDRESS)) {
      throw new IllegalArgumentException("a pipe and the address stdio: belong together");
    }
    if (workers < 1 || workers > 1024) {
      throw new IllegalArgumentException("workers: expected 1 to 1024, got " + workers);
    }
  }

  /** The settings in force, in one line, without secrets. */
  String describe() {
    return "mount "
        + mount
        + ", workers "
        + workers
        + (cpus.isEmpty() ? "" : ", cpus " + cpus)
        + ", aeron directory "
        + aeronDirectory.map(Path::toString).orElse("standard")
        + (externalDriver ? " (external driver)" : "")
        + ", data "
        + dataDirectory.map(Path::toString).orElse("in memory")
        + ", authentication "
        + authentication()
        + ", rules "
        + auth.rules().size()
        + ", rates "
        + rates.size()
        + ", "
        + limits;
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

  /** What suits a machine of so many cores. */
  public static Mount mountFor(int cores) {
    return cores >= DEDICATED_CORES ? Mount.DEDICATED : Mount.SHARED;
  }

  /** Workers for so many cores: one is left to ingress, one to the rest of the machine. */
  public static int workersFor(int cores) {
    return Math.max(1, cores - 2);
  }
}
