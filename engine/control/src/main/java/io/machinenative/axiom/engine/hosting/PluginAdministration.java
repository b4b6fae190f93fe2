package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.control.Visibility;
import io.machinenative.axiom.engine.counters.EventLog;
import io.machinenative.axiom.engine.plugin.PluginLimits;
import io.machinenative.axiom.engine.plugin.PluginPermissions;
import io.machinenative.axiom.engine.plugin.PluginShelf;
import io.machinenative.axiom.engine.plugin.lent.PluginLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The server's plugins as tools: what there is, what each logs, and, where the operator lets
 * clients, changes. A change is made in the folder of plugins, so that it outlives the server, and
 * answered when the server has followed it; one that the server cannot follow is undone.
 */
public final class PluginAdministration implements Plugin {
  private static final String ID_PATTERN = "^[a-z0-9_-]{3,64}$";
  private static final int MAX_LOG_LINES = 1000;

  private final PluginHost host;
  private final Optional<PluginShelf> shelf;
  private final Optional<FolderChanges> changes;
  private final Visibility visibility;
  private final EventLog events;
  private final String version;

  /** No arguments. */
  public record Nothing() {}

  /** Names a plugin. */
  public record Named(
      @Description("Id of the plugin.") @Constraint(pattern = ID_PATTERN) String id) {}

  /** Asks for a log. */
  public record LogOf(
      @Description("Id of the plugin.") @Constraint(pattern = ID_PATTERN) String id,
      @Description("Of the last entries, so many.")
          @Constraint(optional = true, defaultValue = "100", minimum = 1, maximum = MAX_LOG_LINES)
          int lines) {}

  /** A plugin's log, the oldest first. */
  public record Log(List<String> entries) {}

  /** A jar to put there. */
  public record Jar(
      @Description("Its bytes.") Bytes jar,
      @Description("Its signature, as axiom plugin sign writes it; empty for none.")
          @Constraint(optional = true, defaultValue = "\"\"", maxLength = 1024)
          String signature,
      @Description("true: in the place of the version that is there; false: as a new one.")
          @Constraint(optional = true, defaultValue = "false")
          boolean swap) {}

  /** A jar to try. */
  public record Trial(
      @Description("Its bytes.") Bytes jar,
      @Description("Its signature, as axiom plugin sign writes it; empty for none.")
          @Constraint(optional = true, defaultValue = "\"\"", maxLength = 1024)
          String signature,
      @Description("Of the calls, or of the sessions: above 0 to 1.")
          @Constraint(optional = true, defaultValue = "0.05", minimum = 0, maximum = 1)
          double share,
      @Description("true: whole sessions; false: single calls.")
          @Constraint(optional = true, defaultValue = "false")
          boolean sessions) {}

  /** All plugins. */
  public record Plugins(List<Listed> plugins) {}

  /**
   * A plugin that serves, or lies in the folder.
   *
   * @param state as {@link PluginState} has it, in small letters; {@code disabled}, {@code waiting}
   *     for what lies in the folder and does not serve
   * @param problem why it does not serve, or is not well; empty when all is well
   * @param permissions that its manifest asks for: {@code files} is told, the rest is held to
   * @param limits {@code concurrency} 0 for as many calls at once as come
   * @param previous the version that a roll back brings back; empty when there is none
   * @param origin the file, or the class of a part of the server
   */
  public record Listed(
      String id,
      String version,
      String description,
      String state,
      String problem,
      List<String> tools,
      List<String> dependencies,
      PluginPermissions permissions,
      PluginLimits limits,
      long calls,
      long faults,
      long inFlight,
      long memoryBytes,
      int threads,
      String previous,
      String origin,
      String sha256,
      String signer,
      Map<String, Long> metrics) {}

  /**
   * What was changed.
   *
   * @param from the version that served before; empty for none
   * @param to the version that serves now; empty for none
   */
  public record Changed(
      String id, String from, String to, String sha256, String signer, String previous) {}

  /**
   * @param shelf the folder of plugins; empty when the server has none
   * @param incoming a folder for jars that clients send, until they are copied from there; emptied
   *     by the next server when this one is killed
   * @param manage whether clients may change it
   * @param visibility of tools, whose names plugins have
   * @param events is told what clients change
   * @param version of the engine
   */
  public PluginAdministration(
      PluginHost host,
      Optional<PluginShelf> shelf,
      Path incoming,
      boolean manage,
      Visibility visibility,
      EventLog events,
      String version) {
    this.host = host;
    this.shelf = shelf;
    changes = shelf.filter(kept -> manage).map(kept -> new FolderChanges(host, kept, incoming));
    this.visibility = visibility;
    this.events = events;
    this.version = version;
  }

  @Override
  public String id() {
    return "plugins";
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public List<Tool> tools() {
    List<Tool> tools = new ArrayList<>();
    tools.add(
        Tool.named("plugins.list")
            .title("Plugins")
            .description("Lists the plugins of this server: version, state, calls, faults, origin.")
            .blocking()
            .readOnly()
            .typed(Nothing.class, Plugins.class, (nothing, call) -> list(call.principal()))
            .build());
    tools.add(
        Tool.named("plugins.logs")
            .title("Log of a plugin")
            .description("Tells what a plugin has logged last.")
            .blocking()
            .readOnly()
            .typed(LogOf.class, Log.class, (of, call) -> log(of))
            .build());
    changes.ifPresent(possible -> addChanges(tools, possible));
    return tools;
  }

  private void addChanges(List<Tool> tools, FolderChanges possible) {
    tools.add(
        Tool.named("plugins.install")
            .title("Install a plugin")
            .description(
                "Puts a plugin's jar into the server, as a new plugin or in the place of the"
                    + " version that serves, without a failed call.")
            .blocking()
            .destructive()
            .typed(
                Jar.class,
                Changed.class,
                (jar, call) -> noted("install", call, possible.install(jar)))
            .build());
    tools.add(
        Tool.named("plugins.trial")
            .title("Try a plugin")
            .description(
                "Lets a plugin's jar take a share of the calls beside the version that serves,"
                    + " until it is promoted or aborted, or the server ends.")
            .blocking()
            .destructive()
            .typed(
                Trial.class,
                Changed.class,
                (trial, call) -> noted("trial", call, possible.begin(trial)))
            .build());
    tools.add(
        changing(
            "promote",
            "Lets the version that is on trial serve, in the place of the other.",
            possible::promote));
    tools.add(changing("abort", "Takes the version back that is on trial.", possible::abort));
    tools.add(changing("enable", "Lets a plugin serve that was disabled.", possible::enable));
    tools.add(
        changing("disable", "Takes a plugin out of service, and keeps it.", possible::disable));
    tools.add(
        changing("rollback", "Puts the version back that served before.", possible::rollback));
    tools.add(
        changing("remove", "Takes a plugin out of service and deletes it.", possible::remove));
  }

  /** A change by id. */
  @FunctionalInterface
  private interface Work {
    Changed of(String id) throws InterruptedException;
  }

  private Tool changing(String verb, String description, Work work) {
    return Tool.named("plugins." + verb)
        .description(description)
        .blocking()
        .destructive()
        .typed(Named.class, Changed.class, (named, call) -> noted(verb, call, work.of(named.id())))
        .build();
  }

  /** Says who has done it. */
  private Changed noted(String verb, CallContext call, Changed done) {
    String versions = done.from() + (done.to().isEmpty() ? "" : " to " + done.to());
    events.add(
        LogLevel.NOTICE,
        "plugin " + done.id(),
        verb + ": " + versions.strip(),
        call.principal().label());
    return done;
  }

  private Plugins list(Principal who) {
    List<Listed> all = new ArrayList<>();
    List<PluginShelf.Item> items = shelf.map(PluginShelf::list).orElse(List.of());
    Set<String> serving = new HashSet<>();
    for (PluginInfo plugin : host.list()) {
      if (plugin.state() != PluginState.DRAINING) {
        serving.add(plugin.id());
      }
      Optional<PluginShelf.Item> file =
          items.stream()
              .filter(item -> item.id().equals(plugin.id()))
              .filter(item -> item.version().equals(plugin.version()))
              .findFirst();
      all.add(listed(plugin, visibility.of(who, plugin.tools()), file));
    }
    for (PluginShelf.Item item : items) {
      if (!serving.contains(item.id())) {
        all.add(listed(item));
      }
    }
    return new Plugins(all);
  }

  private static Listed listed(
      PluginInfo plugin, List<String> tools, Optional<PluginShelf.Item> file) {
    return new Listed(
        plugin.id(),
        plugin.version(),
        plugin.description(),
        plugin.state().name().toLowerCase(Locale.ROOT),
        plugin.sick(),
        tools,
        plugin.dependencies(),
        plugin.permissions(),
        plugin.limits(),
        plugin.calls(),
        plugin.faults(),
        plugin.inFlight(),
        plugin.memoryBytes(),
        plugin.threads(),
        file.map(PluginShelf.Item::previous).orElse(plugin.previous()),
        plugin.origin(),
        file.map(PluginShelf.Item::sha256).orElse(""),
        file.map(PluginShelf.Item::signer).orElse(""),
        plugin.metrics());
  }

  private static Listed listed(PluginShelf.Item item) {
    return new Listed(
        item.id(),
        item.version(),
        item.description(),
        item.enabled() ? "waiting" : "disabled",
        item.problem(),
        List.of(),
        List.of(),
        item.permissions(),
        item.limits(),
        0,
        0,
        0,
        0,
        0,
        item.previous(),
        item.file().toString(),
        item.sha256(),
        item.signer(),
        Map.of());
  }

  private Log log(LogOf of) {
    List<PluginLog.Entry> entries = host.log(of.id());
    return new Log(
        entries.subList(Math.max(0, entries.size() - of.lines()), entries.size()).stream()
            .map(PluginLog.Entry::toString)
            .toList());
  }
}
