package io.machinenative.axiom.engine.plugin;

import java.util.List;

/**
 * What every plugin shares with the engine: the JDK, and the types that they exchange. It finds
 * these in the engine and nothing else.
 */
final class SharedTypes extends ClassLoader {
  /** Of the contract, and of what it is written with. */
  private static final List<String> PACKAGES =
      List.of("io.machinenative.axiom.api.", "io.machinenative.axiom.codec.", "org.agrona.");

  private final ClassLoader engine;

  SharedTypes(ClassLoader engine) {
    super("axiom-api", ClassLoader.getPlatformClassLoader());
    this.engine = engine;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (PACKAGES.stream().anyMatch(name::startsWith)) {
      return engine.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }
}
