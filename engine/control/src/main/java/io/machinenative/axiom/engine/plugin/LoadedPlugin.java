package io.machinenative.axiom.engine.plugin;

import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginConfiguration;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.Tool;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * A plugin from a jar, with a class loader of its own. It must be what its manifest says: the same
 * id and version, and exactly those tools.
 *
 * <p>No code of the jar runs before {@link #initialize}. Closing it, after its teardown, closes the
 * jar and lets the classes go. Used by one thread at a time.
 */
public final class LoadedPlugin implements Plugin, AutoCloseable {
  private final PluginFile file;
  private final PluginClasses classes;
  private Plugin plugin;

  /**
   * @param file borrowed until this is closed
   * @param linked what the plugins that it depends on export
   */
  public LoadedPlugin(PluginFile file, List<LinkedTypes> linked) {
    this.file = file;
    classes =
        new PluginClasses(
            "plugin-" + file.manifest().id() + "-" + file.manifest().version(),
            url(file),
            new SharedTypes(LoadedPlugin.class.getClassLoader()),
            linked);
  }

  private static URL url(PluginFile file) {
    try {
      return file.copy().toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError("a file has an URL", e);
    }
  }

  public PluginManifest manifest() {
    return file.manifest();
  }

  /** Its own classes; none is loaded yet. */
  public ClassLoader classes() {
    return classes;
  }

  @Override
  public String id() {
    return file.manifest().id();
  }

  @Override
  public String version() {
    return file.manifest().version();
  }

  /**
   * Makes the one {@link Plugin} that the jar names in {@code META-INF/services}, and initialises
   * it.
   *
   * @throws PluginException when there is none, it cannot be made, or is not what the manifest says
   */
  @Override
  public void initialize(PluginContext context) throws Exception {
    Thread.currentThread().setContextClassLoader(classes);
    plugin = onlyPlugin();
    if (!plugin.id().equals(id()) || !plugin.version().equals(version())) {
      throw new PluginException(
          file.origin()
              + ": expected "
              + id()
              + " "
              + version()
              + " as its manifest says, actual "
              + plugin.id()
              + " "
              + plugin.version());
    }
    plugin.initialize(context);
  }

  private Plugin onlyPlugin() {
    try {
      List<Plugin> plugins =
          ServiceLoader.load(Plugin.class, classes).stream()
              .map(ServiceLoader.Provider::get)
              .toList();
      if (plugins.size() != 1) {
        throw new PluginException(
            file.origin()
                + ": expected one class in META-INF/services/"
                + Plugin.class.getName()
                + ", actual "
                + plugins.size());
      }
      return plugins.getFirst();
    } catch (ServiceConfigurationError e) {
      throw new PluginException(file.origin() + ": its plugin cannot be made: " + e, e);
    }
  }

  @Override
  public List<Tool> tools() {
    return file.manifest().requireTools(plugin.tools(), file.origin().toString());
  }

  @Override
  public boolean reconfigure(PluginConfiguration next) throws Exception {
    return plugin.reconfigure(next);
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
  public void teardown() throws Exception {
    if (plugin != null) {
      plugin.teardown();
    }
  }

  @Override
  public void close() throws IOException {
    classes.close();
  }
}
