package io.machinenative.axiom.engine.registry.query;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import io.machinenative.axiom.engine.registry.model.SemanticVersion;
import io.machinenative.axiom.engine.registry.model.VersionRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A small number and a posting for each version in use, so that a range is compared once a version,
 * not once a record. For one thread.
 */
final class Versions {
  private final ValuePostings postings = new ValuePostings();
  private final Map<SemanticVersion, Integer> numbers = new HashMap<>();
  private final List<SemanticVersion> versions = new ArrayList<>();

  /**
   * A record of that version came; gives the version's number.
   *
   * @throws IllegalArgumentException when the text is none; nothing was changed
   */
  int add(byte[] bytes, int offset, int length, int ordinal) {
    int known = postings.values().find(bytes, offset, length);
    SemanticVersion version =
        known == Texts.NONE
            ? SemanticVersion.of(new String(bytes, offset, length, US_ASCII))
            : versions.get(known);
    int number = postings.add(bytes, offset, length, ordinal);
    if (known == Texts.NONE) {
      if (number == versions.size()) {
        versions.add(version);
      } else {
        versions.set(number, version);
      }
      numbers.put(version, number);
    }
    return number;
  }

  /** A record of that version went. */
  void remove(int number, int ordinal) {
    if (postings.remove(number, ordinal)) {
      numbers.remove(versions.set(number, null));
    }
  }

  /** The version's number, or {@link Texts#NONE}. */
  int find(SemanticVersion version) {
    return numbers.getOrDefault(version, Texts.NONE);
  }

  SemanticVersion version(int number) {
    return versions.get(number);
  }

  int compare(int left, int right) {
    return left == right ? 0 : versions.get(left).compareTo(versions.get(right));
  }

  /** For each number, how many versions are before its own. */
  int[] ranks() {
    int[] ranks = new int[versions.size()];
    List<Integer> sorted =
        IntStream.range(0, ranks.length)
            .filter(number -> versions.get(number) != null)
            .boxed()
            .sorted(this::compare)
            .toList();
    for (int i = 0; i < sorted.size(); i++) {
      ranks[sorted.get(i)] = i;
    }
    return ranks;
  }

  /** For each number, whether its version is in the range. */
  boolean[] in(VersionRange range) {
    boolean[] in = new boolean[versions.size()];
    for (int i = 0; i < in.length; i++) {
      SemanticVersion version = versions.get(i);
      in[i] = version != null && range.contains(version);
    }
    return in;
  }

  /** The postings of the versions that are in. */
  List<Posting> postings(boolean[] in) {
    List<Posting> found = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      if (in[i]) {
        found.add(postings.of(i));
      }
    }
    return found;
  }

  void write(ImageWriter image) throws IOException {
    postings.write(image);
  }

  /** In place of what is here. */
  void read(ImageReader image) throws IOException {
    postings.read(image);
    numbers.clear();
    versions.clear();
    for (int number = 0; number < postings.values().end(); number++) {
      boolean isUsed = postings.isUsed(number);
      SemanticVersion version = isUsed ? SemanticVersion.of(postings.values().text(number)) : null;
      versions.add(version);
      if (isUsed) {
        numbers.put(version, number);
      }
    }
  }
}
