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
import io.machinenative.axiom.engine.hosting.PluginBudgets;
import io.machinenative.axiom.engine.plugin.DescribedPlugin;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import io.machinenative.axiom.engine.plugin.TrustedKeys;
import io.machinenative.axiom.engine.workflow.PipelineOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** Collects what an engine is told. Not thread-safe. */
public final class EngineBuilder {
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final List<String> addresses = new ArrayList<>();
  private final List<Plugin> plugins = new ArrayList<>();
  private final List<Tool> tools = new ArrayList<>();
  private String serverName = "axiom";
  private Mount mount = EngineOptions.mountFor(cores);
  private int workers = EngineOptions.workersFor(cores);
  private List<Integer> cpus = List.of();
  private EngineLimits limits = EngineLimits.DEFAULTS;
  private final List<Authenticator> authenticators = new ArrayList<>();
  private AuthConfig auth = AuthConfig.NONE;
  private List<RateConfig> rates = List.of();
  private Credential piped = Credential.NONE;
  private Optional<Path> aeronDirectory = Optional.empty();
  private boolean externalDriver;
  private Optional<Path> dataDirectory = Optional.empty();
  private Optional<RegistryOptions> registry = Optional.empty();
  private Optional<PipelineOptions> pipelines = Optional.empty();
  private Optional<Path> pluginFolder = Optional.empty();
  private TrustedKeys pluginTrust = TrustedKeys.ANYBODY;
  private boolean pluginManage;
  private long pluginDrainNs = PluginBudgets.DEFAULTS.drainNs();
  private Optional<TlsConfig> tls = Optional.empty();
  private EdgeConfig edge = EdgeConfig.defaults();
  private Optional<List<UpstreamConfig>> upstreams = Optional.empty();
  private Optional<StdioPipe> stdio = Optional.empty();
  private SecretProvider secrets = SecretProvider.NONE;
  private boolean observed;
  private final Map<String, Map<String, Object>> pluginConfigurations = new HashMap<>();
  private NanoClock clock = SystemNanoClock.INSTANCE;

  EngineBuilder() {}

  /**
   * Listens on an Aeron channel, {@code tcp://host:port} (port 0: any free one), {@code
   * http://host:port} for MCP, HTTP/JSON and WebSocket, or {@code inproc:name}; {@code tcps:} and
   * {@code https:} are the same with TLS.
   */
  public EngineBuilder listen(String address) {
    addresses.add(address);
    return this;
  }

  public EngineBuilder tool(Tool tool) {
    tools.add(tool);
    return this;
  }

  public EngineBuilder plugin(Plugin plugin) {
    plugins.add(plugin);
    return this;
  }

  /**
   * Adds a plugin that is held to a manifest.
   *
   * @param manifest as {@code META-INF/axiom/plugin.yaml} would say it
   * @throws io.machinenative.axiom.engine.plugin.PluginException when it is no manifest, or of
   *     another plugin
   */
  public EngineBuilder plugin(Plugin plugin, String manifest) {
    String source = "the manifest of plugin " + plugin.id();
    plugins.add(new DescribedPlugin(plugin, PluginManifest.parse(manifest, source)));
    return this;
  }

  /** Settings of a plugin, which files and environment variables may change. */
  public EngineBuilder pluginConfiguration(String id, Map<String, Object> values) {
    pluginConfigurations.put(id, Map.copyOf(values));
    return this;
  }

  /** Lets clients ask for statistics, sessions and the log. */
  public EngineBuilder observed() {
    observed = true;
    return this;
  }

  /** Where plugins get the secrets that their manifests name. */
  public EngineBuilder secrets(SecretProvider provider) {
    secrets = provider;
    return this;
  }

  /** Runs pipelines of the operations that plugins offer, as tools. */
  public EngineBuilder pipelines(PipelineOptions options) {
    pipelines = Optional.of(options);
    return this;
  }

  public EngineBuilder serverName(String name) {
    serverName = name;
    return this;
  }

  public EngineBuilder mount(Mount how) {
    mount = how;
    return this;
  }

  public EngineBuilder workers(int count) {
    workers = count;
    return this;
  }

  /** Keeps the threads of ingress and workers on these CPUs, one each in that order; Linux. */
  public EngineBuilder cpus(List<Integer> inOrder) {
    cpus = inOrder;
    return this;
  }

  public EngineBuilder limits(EngineLimits granted) {
    limits = granted;
    return this;
  }

  /** Asks it who somebody is, before those of the configuration; may be given again. */
  public EngineBuilder authenticator(Authenticator whoKnows) {
    authenticators.add(whoKnows);
    return this;
  }

  /** Who callers are, and what they may. */
  public EngineBuilder auth(AuthConfig how) {
    auth = how;
    return this;
  }

  /** How often tools may be called. */
  public EngineBuilder rates(List<RateConfig> granted) {
    rates = granted;
    return this;
  }

  /** What the client at the other end of a pipe presents. */
  public EngineBuilder piped(Credential credential) {
    piped = credential;
    return this;
  }

  /** Directory of the media driver: of the one that is started, or of the external one. */
  public EngineBuilder aeronDirectory(Path directory) {
    aeronDirectory = Optional.of(directory);
    return this;
  }

  /** Uses the media driver that runs already in the Aeron directory. */
  public EngineBuilder externalDriver() {
    externalDriver = true;
    return this;
  }

  /** Keeps counters and the error log in files of this directory. */
  public EngineBuilder dataDirectory(Path directory) {
    dataDirectory = Optional.of(directory);
    return this;
  }

  /** Keeps a registry, in the data directory if there is one. */
  public EngineBuilder registry(RegistryOptions how) {
    registry = Optional.of(how);
    return this;
  }

  /** Loads the plugins of a folder, and watches it. */
  public EngineBuilder pluginFolder(Path folder) {
    pluginFolder = Optional.of(folder);
    return this;
  }

  /** Serves the client at the other end of a pipe by MCP. */
  public EngineBuilder stdio(StdioPipe pipe) {
    stdio = Optional.of(pipe);
    return listen(StdioListener.ADDRESS);
  }

  /** Loads from that folder only what is signed by one of these keys. */
  public EngineBuilder pluginTrust(TrustedKeys keys) {
    pluginTrust = keys;
    return this;
  }

  /** Lets clients change the folder of plugins: whoever calls tools can then run code here. */
  public EngineBuilder managePlugins() {
    pluginManage = true;
    return this;
  }

  /**
   * How long calls in flight of a version that is replaced or removed are awaited.
   *
   * @param ns 0 or more; 30 s unless this says otherwise
   */
  public EngineBuilder pluginDrain(long ns) {
    pluginDrainNs = ns;
    return this;
  }

  /** What secures addresses of {@code tcps:} and {@code https:}. */
  public EngineBuilder tls(TlsConfig files) {
    tls = Optional.of(files);
    return this;
  }

  /** How web clients and agents are met; their address is one to {@link #listen} on. */
  public EngineBuilder edge(EdgeConfig how) {
    edge = how;
    return this;
  }

  /** Serves the tools of other MCP servers too. */
  public EngineBuilder upstreams(List<UpstreamConfig> joined) {
    upstreams = Optional.of(List.copyOf(joined));
    return this;
  }

  /** For tests: the time that timers and deadlines see. */
  public EngineBuilder clock(NanoClock source) {
    clock = source;
    return this;
  }

  /** Takes all settings of a configuration, but its addresses. */
  public EngineBuilder with(EngineConfig config) {
    serverName = config.name();
    mount = config.threads().mount().orElse(mount);
    workers = config.threads().workers().orElse(workers);
    cpus = config.threads().cpus();
    limits = config.limits();
    auth = config.auth();
    rates = config.rates();
    aeronDirectory = config.aeron().directory();
    externalDriver = config.aeron().external();
    dataDirectory = config.data();
    pluginFolder = config.plugins().folder();
    pluginTrust = config.plugins().trust().map(TrustedKeys::in).orElse(TrustedKeys.ANYBODY);
    pluginManage = config.plugins().manage();
    pluginDrainNs = config.plugins().drainNs();
    tls = config.tls();
    edge = config.edge();
    upstreams = Optional.of(config.upstreams());
    observed = true;
    secrets = new ConfiguredSecrets(config.secrets(), System.getenv());
    pipelines = Optional.of(KeptPipelines.options(config));
    registry =
        Optional.of(new RegistryOptions(config.registry().records(), config.registry().sync()));
    return this;
  }

  /**
   * Starts the engine: when this returns it takes calls.
   *
   * @throws IllegalArgumentException when a setting is wrong, naming expected and actual
   * @throws RuntimeException when a carrier cannot be opened or a plugin cannot be initialised;
   *     what was opened is closed
   */
  public Engine start() {
    return Engine.start(
        new EngineOptions(
            serverName,
            dataDirectory,
            limits,
            new EngineOptions.Threads(mount, workers, cpus),
            new EngineOptions.Listening(
                addresses,
                new EngineConfig.Aeron(aeronDirectory, externalDriver),
                tls,
                edge,
                stdio),
            new EngineOptions.Callers(authenticators, auth, rates, piped),
            new EngineOptions.Plugins(
                pluginFolder,
                pluginTrust,
                pluginManage,
                pluginDrainNs,
                pluginConfigurations,
                secrets),
            new EngineOptions.Parts(registry, pipelines, upstreams, observed),
            new EngineOptions.Brought(plugins, tools)),
        clock);
  }
}
