package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.SemanticVersion;
import io.machinenative.axiom.engine.registry.model.VersionRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.IntArrayList;

/**
 * A small number and a posting for each version in use, so that a range is compared once a version,
 * not once a record. For one thread.
 */
final class VersionNumbers {
  private final Map<SemanticVersion, Integer> numbers = new HashMap<>();
  private final Map<SemanticVersion, Posting> postings = new HashMap<>();
  private final List<SemanticVersion> versions = new ArrayList<>();
  private final IntArrayList free = new IntArrayList();

  /** A record of that version came; gives the version's number. */
  int add(SemanticVersion version, int ordinal) {
    postings.computeIfAbsent(version, v -> new Posting(postings, v)).add(ordinal);
    Integer known = numbers.get(version);
    return known == null ? begin(version) : known;
  }

  private int begin(SemanticVersion version) {
    int number;
    if (free.isEmpty()) {
      number = versions.size();
      versions.add(version);
    } else {
      number = free.popInt();
      versions.set(number, version);
    }
    numbers.put(version, number);
    return number;
  }

  /** A record of that version went. */
  void remove(SemanticVersion version, int ordinal) {
    postings.get(version).remove(ordinal);
    if (!postings.containsKey(version)) {
      int number = numbers.remove(version);
      versions.set(number, null);
      free.addInt(number);
    }
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
        found.add(postings.get(versions.get(i)));
      }
    }
    return found;
  }
}
