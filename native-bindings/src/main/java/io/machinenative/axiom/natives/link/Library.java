package io.machinenative.axiom.natives.link;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A native library: where it may be, and what makes it fit for use.
 *
 * <p>The system property {@code axiom.natives.NAME} overrides where to look: the kind of some
 * candidates ({@code system}, {@code artifact}) to try only those, a path or a loader's name to use
 * that and nothing else, {@code off} to do without.
 *
 * <p>Stateless; a library that was opened stays open for as long as the JVM runs.
 *
 * @param name as people know it, and in the property: {@code zstd}
 * @param candidates where it may be, best first
 * @param check refuses an old version and wrong answers
 */
public record Library<R extends Record>(
    String name, List<Candidate> candidates, Check<? super R> check) {
  public static final String PROPERTY_PREFIX = "axiom.natives.";

  /** Looks at a library whose symbols are all there, before anybody uses it. */
  @FunctionalInterface
  public interface Check<R> {
    /**
     * Asks for the version and runs the self-test with known answers.
     *
     * @return the library's version
     * @throws UnusableLibraryException when it is too old, or an answer is wrong
     */
    String versionOf(R functions) throws UnusableLibraryException;
  }

  public Library {
    candidates = List.copyOf(candidates);
  }

  public String property() {
    return PROPERTY_PREFIX + name;
  }

  /** Links the first candidate that fits. */
  public Linked<R> link(Class<R> functions) {
    return link(functions, "");
  }

  /**
   * Links the first candidate that fits.
   *
   * @param variant what stands for <code>{variant}</code> in the symbols' names
   */
  public Linked<R> link(Class<R> functions, String variant) {
    String override = System.getProperty(property(), "");
    if (override.equals("off")) {
      return new Linked<>(
          null, Availability.none(name, "turned off by -D" + property() + "=off", List.of()));
    }
    List<Candidate> places = override.isEmpty() ? candidates : named(override);
    List<String> tried = new ArrayList<>();
    for (Candidate place : places) {
      try {
        return open(place, functions, variant, tried);
      } catch (UnusableLibraryException e) {
        tried.add(place.name() + " (" + place.origin() + "): " + e.getMessage());
      }
    }
    String reason = places.isEmpty() ? "none is known for " + Platform.current() : tried.getLast();
    return new Linked<>(null, Availability.none(name, reason, tried));
  }

  /** What the property asks for. */
  private List<Candidate> named(String override) {
    List<Candidate> ofKind =
        candidates.stream().filter(place -> place.kind().equals(override)).toList();
    return ofKind.isEmpty() ? List.of(new Candidate(override, "named by -D" + property())) : ofKind;
  }

  private Linked<R> open(
      Candidate candidate, Class<R> functions, String variant, List<String> tried)
      throws UnusableLibraryException {
    Candidate place = candidate.located();
    SymbolLookup symbols = lookup(place);
    R linked = Symbols.link(functions, symbols, variant);
    String version = check.versionOf(linked);
    return new Linked<>(
        linked,
        new Availability(
            name, true, place.name(), version, place.origin() + ", self-test passed", tried),
        place.kind());
  }

  @SuppressWarnings("restricted")
  private static SymbolLookup lookup(Candidate place) throws UnusableLibraryException {
    try {
      Path file = place.file();
      if (file == null) {
        return SymbolLookup.libraryLookup(place.name(), Arena.global());
      }
      if (Files.isReadable(file)) {
        ElfFile.requireWhole(file);
      }
      return SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IOException e) {
      throw new UnusableLibraryException("not readable: " + e, e);
    } catch (IllegalArgumentException e) {
      throw new UnusableLibraryException(BinaryFormat.whyNotOpened(place, Platform.current()), e);
    }
  }
}
