package io.machinenative.axiom.engine.plugin;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * The classes of one version of a plugin: what all share, then what the plugins that it depends on
 * export, then its own. A package that another exports comes from there even when the plugin brings
 * it too, so that both mean the same types.
 */
final class PluginClasses extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final List<LinkedTypes> linked;

  PluginClasses(String name, URL own, SharedTypes shared, List<LinkedTypes> linked) {
    super(name, new URL[] {own}, shared);
    this.linked = List.copyOf(linked);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    for (LinkedTypes other : linked) {
      if (other.has(name)) {
        return other.classes().loadClass(name);
      }
    }
    return super.findClass(name);
  }
}
