package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.plugins.aes.Lanes;
import java.lang.foreign.Arena;

/** What containers of the command line are made with. Stateless. */
final class AesContainers {
  private static final int THREADS_MAX = 8;

  private AesContainers() {}

  /** Memory and threads, as many as there are cores; whoever calls closes them. */
  static Lanes lanes() {
    int threads = Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors());
    return new Lanes(Arena::ofShared, Thread.ofPlatform().daemon().factory(), threads);
  }
}
