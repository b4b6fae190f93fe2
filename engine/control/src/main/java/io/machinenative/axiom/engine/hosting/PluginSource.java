package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.engine.plugin.DescribedPlugin;
import io.machinenative.axiom.engine.plugin.LinkedTypes;
import io.machinenative.axiom.engine.plugin.LoadedPlugin;
import io.machinenative.axiom.engine.plugin.PluginException;
import io.machinenative.axiom.engine.plugin.PluginFile;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where instances of one version of a plugin come from: a file that was copied, or an object. Used
 * on the thread of changes, one at a time.
 */
sealed interface PluginSource {
  /** An instance, which nothing was done with yet. */
  record Instance(Plugin plugin, ClassLoader classes) {}

  PluginManifest manifest();

  /** The file that it is, if it is one. */
  default Optional<PluginFile> asFile() {
    return Optional.empty();
  }

  /** For people. */
  String origin();

  /** Whether it can make one more. */
  boolean renewable();

  /**
   * Makes an instance. No code of a file runs.
   *
   * @param linked what the plugins that it depends on export
   * @throws PluginException when it can make no more
   */
  Instance make(List<LinkedTypes> linked);

  /** Nobody will ask again. */
  void close() throws IOException;

  static PluginSource of(Plugin plugin) {
    return new OfObject(DescribedPlugin.of(plugin));
  }

  static PluginSource of(PluginFile file) {
    return new OfFile(file);
  }

  /** A checked copy of a jar or a folder; removed when this is closed. */
  record OfFile(PluginFile file) implements PluginSource {
    @Override
    public Optional<PluginFile> asFile() {
      return Optional.of(file);
    }

    @Override
    public PluginManifest manifest() {
      return file.manifest();
    }

    @Override
    public String origin() {
      return file.origin().toString();
    }

    @Override
    public boolean renewable() {
      return true;
    }

    @Override
    public Instance make(List<LinkedTypes> linked) {
      LoadedPlugin loaded = new LoadedPlugin(file, linked);
      return new Instance(loaded, loaded.classes());
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** An object of this process, which serves once. */
  final class OfObject implements PluginSource {
    private final DescribedPlugin plugin;
    private boolean used;

    OfObject(DescribedPlugin plugin) {
      this.plugin = plugin;
    }

    @Override
    public PluginManifest manifest() {
      return plugin.manifest();
    }

    @Override
    public String origin() {
      return plugin.plugin().getClass().getName();
    }

    @Override
    public boolean renewable() {
      return !used;
    }

    @Override
    public Instance make(List<LinkedTypes> linked) {
      if (used) {
        throw new PluginException(
            "plugin "
                + manifest()
                + " was given as an object, which serves once: it cannot be started anew");
      }
      used = true;
      return new Instance(plugin, plugin.plugin().getClass().getClassLoader());
    }

    @Override
    public void close() {}
  }
}
