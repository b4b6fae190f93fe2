package io.machinenative.axiom.client;

import io.machinenative.axiom.engine.pipeline.Link;

/** Where a client's links come from: one for the first session, one more for each reconnection. */
@FunctionalInterface
public interface LinkSource extends AutoCloseable {
  /**
   * Begins a link, which connects while it is polled. Called on the client's owner thread, which
   * the link belongs to from here on.
   *
   * @return a link, never null; one that cannot be connected is CLOSED and says why
   */
  Link open();

  /** Gives back what links share. Called after the last link was closed. */
  @Override
  default void close() {}
}
