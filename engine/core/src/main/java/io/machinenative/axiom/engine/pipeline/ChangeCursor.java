package io.machinenative.axiom.engine.pipeline;

import org.agrona.MutableDirectBuffer;

/**
 * Where a watch of the registry is among the changes: a revision and nothing else, however far
 * behind. Owned by an ingress agent.
 */
public interface ChangeCursor {
  /** {@link #encode}: everything up to the present was told. */
  int NOTHING = 0;

  /** Identifies the feed, and the run of the store that it belongs to: first half. */
  long feedIdHigh();

  /** Second half. */
  long feedIdLow();

  /** Changes up to here were told, or do not fit the watch. */
  long revision();

  /** Whether, as it began, the changes after the revision that was known were gone. */
  boolean beganWithResync();

  /** Whether there are changes that were not looked at. */
  boolean isBehind();

  /**
   * Writes the next message of the watch, RegistryChanges or RegistryResync, header included. Does
   * not move before {@link #advance}; what fits no watch is passed over at once.
   *
   * @param watchId that the message names
   * @param credit changes that it may hold, above 0
   * @param into written from 0 on
   * @param maxBytes of the message, at least 4096
   * @return its length, or {@link #NOTHING}
   */
  int encode(long watchId, long credit, MutableDirectBuffer into, int maxBytes);

  /**
   * The message that was written last is on its way.
   *
   * @return how many changes it held
   */
  int advance();
}
