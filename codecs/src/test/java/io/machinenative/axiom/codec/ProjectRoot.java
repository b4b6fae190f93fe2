package io.machinenative.axiom.codec;

import java.nio.file.Path;

/** Where the project's files are. */
final class ProjectRoot {
  private ProjectRoot() {}

  /** The project's root, which the build names. */
  static Path path() {
    String root = System.getProperty("axiom.root");
    if (root == null) {
      throw new IllegalStateException("expected the project's root in -Daxiom.root, got nothing");
    }
    return Path.of(root);
  }
}
