package io.machinenative.axiom.natives.link;

import java.nio.file.Path;

/**
 * One place where a library may be.
 *
 * @param name a path, or a name that the system's loader searches for
 * @param origin where it comes from, for people; its first word is its {@link #kind}: {@code
 *     system}, {@code artifact x 1.2}
 * @param source makes the file when it is tried; null when the name is enough
 */
public record Candidate(String name, String origin, Source source) {
  /** Makes a file that the system's loader can open. */
  @FunctionalInterface
  public interface Source {
    /**
     * Called each time that the candidate is tried.
     *
     * @throws UnusableLibraryException saying why there is no such file
     */
    Path file() throws UnusableLibraryException;
  }

  public Candidate(String name, String origin) {
    this(name, origin, null);
  }

  public static Candidate system(String name) {
    return new Candidate(name, "system");
  }

  /** A library that a Maven artifact carries. */
  public static Candidate carried(CarriedLibrary library, String artifact) {
    return new Candidate(library.resource(), "artifact " + artifact, library::unpack);
  }

  /** What the override property calls it: {@code system}, {@code artifact}. */
  public String kind() {
    int space = origin.indexOf(' ');
    return space < 0 ? origin : origin.substring(0, space);
  }

  /** The file, when the name is a path. */
  public Path file() {
    boolean path = name.indexOf('/') >= 0 || name.indexOf('\\') >= 0;
    return source == null && path ? Path.of(name) : null;
  }

  /** The same, as a name that can be opened. */
  Candidate located() throws UnusableLibraryException {
    return source == null ? this : new Candidate(source.file().toString(), origin);
  }
}
