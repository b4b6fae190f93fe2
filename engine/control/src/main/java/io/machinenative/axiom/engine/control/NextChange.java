package io.machinenative.axiom.engine.control;

import java.util.concurrent.CompletableFuture;

/**
 * Wakes everybody who waits for a change, once for each commit. Whoever takes the future before
 * looking at the feed misses nothing. The conductor calls {@link #came}; any thread waits.
 */
final class NextChange {
  private volatile CompletableFuture<Void> next = new CompletableFuture<>();

  /** Completed with the next change. */
  CompletableFuture<Void> future() {
    return next;
  }

  void came() {
    CompletableFuture<Void> now = next;
    next = new CompletableFuture<>();
    now.complete(null);
  }
}
