package io.machinenative.axiom.engine.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.registry.RecordStore;
import java.util.Arrays;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/** Texts in and out of a store, and what it holds, to compare. */
final class Twin {
  private static final int GUARD = 0x5a;

  private final RecordStore store;

  Twin(RecordStore store) {
    this.store = store;
  }

  void put(String key, byte[] value, long revision) {
    byte[] bytes = key.getBytes(UTF_8);
    store.put(
        new UnsafeBuffer(bytes),
        0,
        bytes.length,
        new UnsafeBuffer(value),
        0,
        value.length,
        revision);
  }

  void put(String key, String value, long revision) {
    put(key, value.getBytes(UTF_8), revision);
  }

  boolean remove(String key, long revision) {
    byte[] bytes = key.getBytes(UTF_8);
    return store.remove(new UnsafeBuffer(bytes), 0, bytes.length, revision);
  }

  /** The value; null when there is none. Looks for writes beyond it. */
  byte[] value(String key) {
    byte[] bytes = key.getBytes(UTF_8);
    byte[] room = new byte[RecordStore.MAX_VALUE_BYTES + 16];
    Arrays.fill(room, (byte) GUARD);
    int length = store.get(new UnsafeBuffer(bytes), 0, bytes.length, new UnsafeBuffer(room), 8);
    if (length == RecordStore.NOT_FOUND) {
      return null;
    }
    for (int i = 0; i < room.length; i++) {
      if ((i < 8 || (i >= 8 + length && i < 8 + length + 8)) && room[i] != GUARD) {
        throw new AssertionError("expected nothing written at " + (i - 8) + " of " + length);
      }
    }
    return Arrays.copyOfRange(room, 8, 8 + length);
  }

  String text(String key) {
    byte[] value = value(key);
    return value == null ? null : new String(value, UTF_8);
  }

  /** Every record: its key, and a text that stands for its value and revision. */
  TreeMap<String, String> content() {
    TreeMap<String, String> content = new TreeMap<>();
    store.forEach((key, keyOffset, keyLength, value, valueOffset, valueLength, revision) -> {
      byte[] bytes = new byte[valueLength];
      value.getBytes(valueOffset, bytes);
      String before =
          content.put(
              key.getStringWithoutLengthUtf8(keyOffset, keyLength),
              revision + ":" + valueLength + ":" + Arrays.hashCode(bytes));
      if (before != null) {
        throw new AssertionError("expected each record once, actual " + before + " again");
      }
    });
    return content;
  }

  /** Fails with what differs, when contents differ. */
  static void requireSame(
      TreeMap<String, String> expected, TreeMap<String, String> actual, String message) {
    if (!expected.equals(actual)) {
      TreeMap<String, String> missing = new TreeMap<>(expected);
      missing.entrySet().removeAll(actual.entrySet());
      TreeMap<String, String> surplus = new TreeMap<>(actual);
      surplus.entrySet().removeAll(expected.entrySet());
      throw new AssertionError(message + ": expected " + missing + ", actual " + surplus);
    }
  }
}
