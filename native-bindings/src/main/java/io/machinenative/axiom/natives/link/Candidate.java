package io.machinenative.axiom.natives.link;

import java.nio.file.Path;

/**
 * One place where a library may be.
 *
 * @param name a path, or a name that the system's loader searches for
 * @param origin where it comes from, for people: {@code system}, {@code artifact x 1.2}
 */
public record Candidate(String name, String origin) {
  public static Candidate system(String name) {
    return new Candidate(name, "system");
  }

  /** The file, when the name is a path. */
  public Path file() {
    return name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 ? Path.of(name) : null;
  }
}
