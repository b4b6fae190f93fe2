package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.plugin.LinkedTypes;
import io.machinenative.axiom.engine.plugin.PluginDependency;
import io.machinenative.axiom.engine.plugin.PluginException;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import io.machinenative.axiom.engine.registry.model.SemanticVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether a set of plugins fits together, and in which order they start: each after what it depends
 * on, and where that leaves a choice by priority, then by id. Values in, values out.
 */
final class Resolution {
  private final Map<String, PluginManifest> plugins;
  private final SemanticVersion engine;

  private Resolution(Map<String, PluginManifest> plugins, SemanticVersion engine) {
    this.plugins = plugins;
    this.engine = engine;
  }

  /**
   * Resolves a set.
   *
   * @param plugins by id: one version of each
   * @param engine the engine's version; a snapshot counts as its release
   * @return ids in the order of their start
   * @throws PluginException naming what does not fit, and by which way it is asked for
   */
  static List<String> order(Map<String, PluginManifest> plugins, SemanticVersion engine) {
    Resolution resolution =
        new Resolution(
            new TreeMap<>(plugins),
            SemanticVersion.of(engine.major(), engine.minor(), engine.patch()));
    for (PluginManifest plugin : resolution.plugins.values()) {
      resolution.check(plugin);
    }
    return resolution.sort();
  }

  private void check(PluginManifest plugin) {
    if (!plugin.engine().contains(engine)) {
      throw new PluginException(
          "plugin " + plugin + " needs an engine " + plugin.engine() + ", this is " + engine);
    }
    for (PluginDependency need : plugin.dependencies()) {
      PluginManifest other = plugins.get(need.id());
      if (other == null && !need.soft()) {
        throw new PluginException(
            "plugin "
                + plugin
                + " needs plugin "
                + need.id()
                + " "
                + need.range()
                + ", which is not there"
                + wanted(plugin));
      }
      if (other != null && !need.range().contains(other.semanticVersion())) {
        throw new PluginException(
            "plugin "
                + plugin
                + " needs plugin "
                + need.id()
                + " "
                + need.range()
                + ", it is "
                + other.version()
                + othersOf(plugin, need.id())
                + wanted(plugin));
      }
    }
    checkServices(plugin);
  }

  /** By which way a plugin is asked for: {@code (a 1.0.0 → b 1.0.0)}; empty when nobody asks. */
  private String wanted(PluginManifest plugin) {
    List<String> way = new ArrayList<>(List.of(plugin.toString()));
    PluginManifest at = plugin;
    Set<String> seen = new LinkedHashSet<>(Set.of(plugin.id()));
    while (at != null) {
      String id = at.id();
      at =
          plugins.values().stream()
              .filter(p -> !seen.contains(p.id()) && dependsOn(p, id))
              .findFirst()
              .orElse(null);
      if (at != null) {
        seen.add(at.id());
        way.addFirst(at.toString());
      }
    }
    return way.size() == 1 ? "" : " (asked for by " + String.join(" → ", way) + ")";
  }

  private static boolean dependsOn(PluginManifest plugin, String id) {
    return plugin.dependencies().stream().anyMatch(need -> need.id().equals(id));
  }

  /** What others ask of the same plugin: both sides of a conflict. */
  private String othersOf(PluginManifest plugin, String id) {
    String others =
        plugins.values().stream()
            .filter(p -> !p.id().equals(plugin.id()))
            .flatMap(p ->
                p.dependencies().stream()
                    .filter(need -> need.id().equals(id))
                    .map(need -> p + " needs " + need.range()))
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "" : "; " + others;
  }

  /** Each service that it takes is one that a dependency lends, and no package comes twice. */
  private void checkServices(PluginManifest plugin) {
    List<PluginManifest> present =
        plugin.dependencies().stream()
            .map(need -> plugins.get(need.id()))
            .filter(other -> other != null)
            .toList();
    boolean mayBeAway =
        plugin.dependencies().stream().anyMatch(n -> n.soft() && !plugins.containsKey(n.id()));
    for (String type : plugin.requires()) {
      boolean lent = type.equals("*") || present.stream().anyMatch(other -> other.mayExport(type));
      if (!lent && !mayBeAway) {
        throw new PluginException(
            "plugin "
                + plugin
                + " requires the service "
                + type
                + ", which none of the plugins that it depends on exports: "
                + present);
      }
    }
    Map<String, PluginManifest> exporters = new HashMap<>();
    for (PluginManifest other : present) {
      for (String name : LinkedTypes.packagesOf(other.exports())) {
        PluginManifest first = exporters.put(name, other);
        if (first != null) {
          throw new PluginException(
              "plugin "
                  + plugin
                  + " depends on "
                  + first
                  + " and "
                  + other
                  + ", which both export the package "
                  + name);
        }
      }
    }
  }

  private List<String> sort() {
    Map<String, Integer> waitsFor = new HashMap<>();
    PriorityQueue<PluginManifest> ready =
        new PriorityQueue<>(
            Comparator.comparingInt(PluginManifest::priority).thenComparing(PluginManifest::id));
    for (PluginManifest plugin : plugins.values()) {
      int needs = needsOf(plugin).size();
      waitsFor.put(plugin.id(), needs);
      if (needs == 0) {
        ready.add(plugin);
      }
    }
    List<String> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      PluginManifest started = ready.poll();
      order.add(started.id());
      for (PluginManifest plugin : plugins.values()) {
        if (needsOf(plugin).contains(started.id())
            && waitsFor.merge(plugin.id(), -1, Integer::sum) == 0) {
          ready.add(plugin);
        }
      }
    }
    if (order.size() < plugins.size()) {
      throw new PluginException("plugins depend on one another in a circle: " + circle(order));
    }
    return order;
  }

  private Set<String> needsOf(PluginManifest plugin) {
    return plugin.dependencies().stream()
        .map(PluginDependency::id)
        .filter(plugins::containsKey)
        .collect(Collectors.toSet());
  }

  /** Follows needs that cannot be met until one comes again. */
  private String circle(List<String> sorted) {
    String at =
        plugins.keySet().stream().filter(id -> !sorted.contains(id)).findFirst().orElseThrow();
    List<String> way = new ArrayList<>();
    while (!way.contains(at)) {
      way.add(at);
      at =
          needsOf(plugins.get(at)).stream()
              .filter(id -> !sorted.contains(id))
              .min(Comparator.naturalOrder())
              .orElseThrow();
    }
    List<String> circle = new ArrayList<>(way.subList(way.indexOf(at), way.size()));
    circle.add(at);
    return circle.stream().map(id -> plugins.get(id).toString()).collect(Collectors.joining(" → "));
  }
}
