package io.machinenative.axiom.engine.plugin;

import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginConfiguration;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.Tool;
import java.util.List;

/**
 * A plugin of this process, with the manifest that it is held to. Its object serves once: who wants
 * it again makes another one.
 *
 * @param plugin borrowed
 */
public record DescribedPlugin(Plugin plugin, PluginManifest manifest) implements Plugin {
  /**
   * @throws PluginException when the manifest is of another plugin or version
   */
  public DescribedPlugin {
    if (!manifest.id().equals(plugin.id()) || !manifest.version().equals(plugin.version())) {
      throw new PluginException(
          "expected the manifest of plugin "
              + plugin.id()
              + " "
              + plugin.version()
              + ", actual "
              + manifest);
    }
  }

  /** The plugin with its manifest; with a generous one when it came without. */
  public static DescribedPlugin of(Plugin plugin) {
    return plugin instanceof DescribedPlugin described
        ? described
        : new DescribedPlugin(plugin, PluginManifest.embedded(plugin.id(), plugin.version()));
  }

  @Override
  public String id() {
    return manifest.id();
  }

  @Override
  public String version() {
    return manifest.version();
  }

  @Override
  public void initialize(PluginContext context) throws Exception {
    plugin.initialize(context);
  }

  @Override
  public List<Tool> tools() {
    return manifest.requireTools(plugin.tools(), "plugin " + manifest);
  }

  @Override
  public List<Offer> offers() {
    return List.copyOf(plugin.offers());
  }

  @Override
  public List<Operation> operations() {
    return List.copyOf(plugin.operations());
  }

  @Override
  public void validate() throws Exception {
    plugin.validate();
  }

  @Override
  public boolean reconfigure(PluginConfiguration next) throws Exception {
    return plugin.reconfigure(next);
  }

  @Override
  public void teardown() throws Exception {
    plugin.teardown();
  }
}
