package io.machinenative.axiom.plugins.backup.repository;

import java.lang.foreign.Arena;
import java.security.SecureRandom;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the plugin takes of the world: the assembly gives it.
 *
 * @param random for keys and names
 * @param epochMs milliseconds since 1970
 * @param nanos a clock that only goes forward
 * @param threads makes the threads that work
 * @param workers how many of them: 1 or more, best as many as there are cores
 * @param memory opens an arena that threads share, for packs and what is read
 * @param host this machine's name
 * @param processId of this process
 */
public record Surroundings(
    SecureRandom random,
    LongSupplier epochMs,
    LongSupplier nanos,
    ThreadFactory threads,
    int workers,
    Supplier<Arena> memory,
    String host,
    long processId) {
  public Surroundings {
    if (workers < 1) {
      throw new IllegalArgumentException("workers: expected 1 or more, actual " + workers);
    }
  }
}
