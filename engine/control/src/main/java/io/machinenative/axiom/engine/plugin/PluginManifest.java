package io.machinenative.axiom.engine.plugin;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.registry.model.SemanticVersion;
import io.machinenative.axiom.engine.registry.model.VersionRange;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a plugin says of itself in {@value #PATH}. Immutable; its form is the JSON Schema {@link
 * #SCHEMA}.
 *
 * @param id {@code [a-z0-9_-]{3,64}}
 * @param version semantic version
 * @param description one line for people; may be empty
 * @param engine versions of the engine that it runs in
 * @param tools names of the tools that it delivers: those and no others
 * @param exports names of the types of the services that it lends to dependents; {@code *} for any.
 *     Dependents see the classes of these types' packages
 * @param requires names of the types of the services that it takes; {@code *} for any
 * @param dependencies on other plugins
 * @param priority of its start among those that do not depend on one another: 1 first, 100 last
 */
public record PluginManifest(
    String id,
    String version,
    String description,
    VersionRange engine,
    Optional<List<String>> tools,
    List<String> exports,
    List<String> requires,
    List<PluginDependency> dependencies,
    int priority,
    PluginPermissions permissions,
    PluginLimits limits,
    PluginSettings settings) {
  /** Where it lies in the jar. */
  public static final String PATH = "META-INF/axiom/plugin.yaml";

  /** JSON Schema (2020-12) of the manifest. */
  public static final String SCHEMA = ManifestReader.readSchema();

  public static final int DEFAULT_PRIORITY = 50;

  private static final String ANY = "*";
  private static final VersionRange ANY_VERSION = VersionRange.of(ANY);

  public PluginManifest {
    tools = tools.map(List::copyOf);
    exports = List.copyOf(exports);
    requires = List.copyOf(requires);
    dependencies = List.copyOf(dependencies);
  }

  /**
   * Reads a manifest.
   *
   * @param source names it in errors
   * @throws PluginException with everything that does not fit
   */
  public static PluginManifest parse(String yaml, String source) {
    return ManifestReader.read(yaml, source);
  }

  /** Of an object that was given without a manifest: it may do what its embedder may. */
  public static PluginManifest embedded(String id, String version) {
    return new PluginManifest(
        id,
        version,
        "",
        ANY_VERSION,
        Optional.empty(),
        List.of(ANY),
        List.of(ANY),
        List.of(),
        DEFAULT_PRIORITY,
        PluginPermissions.ALL,
        PluginLimits.GENEROUS,
        PluginSettings.NONE);
  }

  /** Whether it says that it exports a type. */
  public boolean mayExport(String type) {
    return exports.contains(type) || exports.contains(ANY);
  }

  /** Whether it says that it takes a type. */
  public boolean mayRequire(String type) {
    return requires.contains(type) || requires.contains(ANY);
  }

  /**
   * Its version as a value.
   *
   * @throws IllegalArgumentException when an embedded object's version is none
   */
  public SemanticVersion semanticVersion() {
    return SemanticVersion.of(version);
  }

  /**
   * Checks that a plugin delivers what this says.
   *
   * @param origin names it in errors
   * @return the tools
   * @throws PluginException when they are others
   */
  public List<Tool> requireTools(List<Tool> delivered, String origin) {
    TreeSet<String> actual = new TreeSet<>();
    delivered.forEach(tool -> actual.add(tool.name()));
    if (tools.isPresent() && !actual.equals(new TreeSet<>(tools.get()))) {
      throw new PluginException(
          origin
              + ": expected the tools "
              + new TreeSet<>(tools.get())
              + " of its manifest, actual "
              + actual);
    }
    return List.copyOf(delivered);
  }

  @Override
  public String toString() {
    return id + " " + version;
  }
}
