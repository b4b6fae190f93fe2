package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.SemanticVersion;
import io.machinenative.axiom.engine.registry.model.VersionRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.IntArrayList;

/**
 * A small number for each version in use, so that a range is compared once a version, not once a
 * record. For one thread.
 */
final class VersionNumbers {
  private final Map<SemanticVersion, Integer> numbers = new HashMap<>();
  private final List<SemanticVersion> versions = new ArrayList<>();
  private final IntArrayList uses = new IntArrayList();
  private final IntArrayList free = new IntArrayList();

  int take(SemanticVersion version) {
    Integer known = numbers.get(version);
    int number = known == null ? begin(version) : known;
    uses.setInt(number, uses.getInt(number) + 1);
    return number;
  }

  private int begin(SemanticVersion version) {
    int number;
    if (free.isEmpty()) {
      number = versions.size();
      versions.add(version);
      uses.addInt(0);
    } else {
      number = free.popInt();
      versions.set(number, version);
    }
    numbers.put(version, number);
    return number;
  }

  void drop(int number) {
    int left = uses.getInt(number) - 1;
    uses.setInt(number, left);
    if (left == 0) {
      numbers.remove(versions.get(number));
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
}
