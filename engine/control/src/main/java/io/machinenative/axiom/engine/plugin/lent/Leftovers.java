package io.machinenative.axiom.engine.plugin.lent;

import java.util.List;

/**
 * What a plugin had not given back when it was torn down.
 *
 * @param memoryBytes in arenas that were open; freed
 * @param threads names of those that ran; interrupted, and left alone
 */
public record Leftovers(long memoryBytes, List<String> threads) {
  public Leftovers {
    threads = List.copyOf(threads);
  }

  public boolean isEmpty() {
    return memoryBytes == 0 && threads.isEmpty();
  }

  @Override
  public String toString() {
    return memoryBytes + " bytes of memory and the threads " + threads;
  }
}
