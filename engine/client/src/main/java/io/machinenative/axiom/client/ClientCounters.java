package io.machinenative.axiom.client;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what a client saw beside plain calls. Written by the session's thread, read by any;
 * allocates nothing.
 */
public final class ClientCounters {
  /** What is counted. Values only grow. */
  public enum Kind {
    /** Messages of a template that this build does not know, ignored. */
    UNKNOWN_TEMPLATE,
    /** Results, errors, progress for a call that is not in flight: late or duplicate, ignored. */
    UNKNOWN_CORRELATION,
    /** Connections ended because the server sent what the protocol does not allow. */
    PROTOCOL_ERROR,
    /** Calls ended here because their deadline passed and the server said nothing. */
    LOCAL_EXPIRY,
    /** Calls that ended with the connection. */
    LOST_CALL,
    /** Sessions that opened. */
    SESSION_OPENED,
    /** Further attempts of calls. */
    RETRY,
    /** Exceptions on the agent's thread, a listener's for example; the last one is kept. */
    EXCEPTION
  }

  private static final int COUNT = Kind.values().length;

  private final AtomicLongArray values = new AtomicLongArray(COUNT);

  /** The count so far. Any thread: pairs with the release in {@link #increment}. */
  public long value(Kind kind) {
    return values.getAcquire(kind.ordinal());
  }

  void increment(Kind kind) {
    // One writer: a plain read of its own value, a release store for readers.
    values.setRelease(kind.ordinal(), values.getPlain(kind.ordinal()) + 1);
  }
}
