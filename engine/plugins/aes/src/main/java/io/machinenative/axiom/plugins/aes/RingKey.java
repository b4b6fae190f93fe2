package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.natives.aes.AesKey;

/**
 * A key of a ring. Immutable, but that its key may be closed.
 *
 * @param createdMs since the epoch, as {@code changedMs}
 * @param firstUsedMs 0 until it seals
 * @param changedMs when it got its state
 * @param messages that it may have sealed: reserved ahead, so that a crash forgets none
 * @param bytes that it may have sealed, likewise
 * @param key null when destroyed
 */
record RingKey(
    long id,
    KeyState state,
    long createdMs,
    long firstUsedMs,
    long changedMs,
    long messages,
    long bytes,
    AesKey key) {
  RingKey in(KeyState next, long nowMs) {
    return new RingKey(
        id,
        next,
        createdMs,
        firstUsedMs,
        nowMs,
        messages,
        bytes,
        next == KeyState.DESTROYED ? null : key);
  }

  RingKey used(long atMs, long messagesUpTo, long bytesUpTo) {
    long first = firstUsedMs == 0 ? atMs : firstUsedMs;
    return new RingKey(id, state, createdMs, first, changedMs, messagesUpTo, bytesUpTo, key);
  }

  boolean isLive() {
    return state != KeyState.DESTROYED;
  }
}
