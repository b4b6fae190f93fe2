package io.machinenative.axiom.engine.plugin;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Packages of another plugin that one sees.
 *
 * @param packages names, as the exporter's manifest implies them
 * @param classes the exporter's own
 */
public record LinkedTypes(Set<String> packages, ClassLoader classes) {
  public LinkedTypes {
    packages = Set.copyOf(packages);
  }

  /** The packages of the types that a manifest exports; none for an embedded object's {@code *}. */
  public static Set<String> packagesOf(List<String> types) {
    Set<String> packages = new TreeSet<>();
    for (String type : types) {
      int dot = type.lastIndexOf('.');
      if (dot > 0) {
        packages.add(type.substring(0, dot));
      }
    }
    return packages;
  }

  boolean has(String className) {
    int dot = className.lastIndexOf('.');
    return dot > 0 && packages.contains(className.substring(0, dot));
  }
}
