package io.machinenative.axiom.engine.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.registry.HeapRecordStore;
import io.machinenative.axiom.engine.registry.RecordStore;
import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.registry.StoreFullException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store owes its registry. */
class RecordStoreContractTest {
  private static final int RECORDS = 100;
  private static final long PAYLOAD_BYTES = 1024 * 1024;

  @TempDir Path directory;

  enum Kind {
    HEAP,
    PROCESS,
    POWER
  }

  private RecordStore open(Kind kind) {
    return switch (kind) {
      case HEAP -> new HeapRecordStore(RECORDS, PAYLOAD_BYTES);
      case PROCESS, POWER ->
          DurableStore.open(
              Stores.options(
                  directory,
                  Durability.valueOf(kind.name()),
                  new StoreSize(RECORDS, PAYLOAD_BYTES)));
    };
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheLastValueOfEachKey(Kind kind) {
    try (RecordStore store = open(kind)) {
      Twin twin = new Twin(store);
      twin.put("a", "one", 1);
      twin.put("b", "two", 2);
      twin.put("a", "three, and longer than before", 5);
      assertEquals("three, and longer than before", twin.text("a"), "before the commit, too");
      store.commit();
      assertEquals("two", twin.text("b"));
      assertNull(twin.text("c"));
      assertEquals(2, store.count());
      assertEquals(5, store.revision());
      assertEquals(
          Map.of(
              "a",
              "5:29:" + Arrays.hashCode("three, and longer than before".getBytes(UTF_8)),
              "b",
              "2:3:" + Arrays.hashCode("two".getBytes(UTF_8))),
          twin.content());
    }
  }

  @ParameterizedTest
  @EnumSource
  void removes(Kind kind) {
    try (RecordStore store = open(kind)) {
      Twin twin = new Twin(store);
      twin.put("a", "one", 1);
      assertFalse(twin.remove("b", 2));
      assertEquals(1, store.revision(), "a removal of nothing uses up no revision");
      assertTrue(twin.remove("a", 2));
      store.commit();
      assertNull(twin.text("a"));
      assertEquals(0, store.count());
      assertEquals(2, store.revision());
      assertEquals(new TreeMap<>(), twin.content());
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesTheLongestAndTheShortest(Kind kind) {
    try (RecordStore store = open(kind)) {
      Twin twin = new Twin(store);
      String longKey = "k".repeat(RecordStore.MAX_KEY_BYTES);
      byte[] longValue = new byte[RecordStore.MAX_VALUE_BYTES];
      Arrays.fill(longValue, (byte) 7);
      twin.put(longKey, longValue, 1);
      twin.put("e", new byte[0], 2);
      store.commit();
      assertArrayEquals(longValue, twin.value(longKey));
      assertArrayEquals(new byte[0], twin.value("e"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesBuffersOnAndOffTheHeapAtOffsets(Kind kind) {
    try (RecordStore store = open(kind)) {
      DirectBuffer outside = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
      ((UnsafeBuffer) outside).putStringWithoutLengthAscii(3, "keyvalue");
      store.put(outside, 3, 3, outside, 6, 5, 1);
      DirectBuffer inside = new UnsafeBuffer("..key".getBytes(UTF_8));
      UnsafeBuffer into = new UnsafeBuffer(ByteBuffer.allocateDirect(16));
      assertEquals(5, store.get(inside, 2, 3, into, 4));
      assertEquals("value", into.getStringWithoutLengthAscii(4, 5));
      assertEquals(0, into.getInt(0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void copiesNothingWhereThereIsNoRoom(Kind kind) {
    try (RecordStore store = open(kind)) {
      new Twin(store).put("a", "12345678", 1);
      UnsafeBuffer into = new UnsafeBuffer(new byte[7]);
      assertEquals(8, store.get(new UnsafeBuffer("a".getBytes(UTF_8)), 0, 1, into, 0));
      assertArrayEquals(new byte[7], into.byteArray());
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsBeyondItsLimits(Kind kind) {
    try (RecordStore store = open(kind)) {
      Twin twin = new Twin(store);
      String tooLong = "k".repeat(RecordStore.MAX_KEY_BYTES + 1);
      byte[] tooMuch = new byte[RecordStore.MAX_VALUE_BYTES + 1];
      assertThrows(IllegalArgumentException.class, () -> twin.put("", "v", 1));
      assertThrows(IllegalArgumentException.class, () -> twin.put(tooLong, "v", 1));
      assertThrows(IllegalArgumentException.class, () -> twin.put("k", tooMuch, 1));
      twin.put("k", "v", 7);
      assertThrows(IllegalArgumentException.class, () -> twin.put("k", "w", 7));
      assertThrows(IllegalArgumentException.class, () -> twin.remove("k", 6));
      assertEquals("v", twin.text("k"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesMoreRecordsThanItHolds(Kind kind) {
    try (RecordStore store = open(kind)) {
      Twin twin = new Twin(store);
      for (int i = 1; i <= RECORDS; i++) {
        twin.put("key-" + i, "v", i);
      }
      TreeMap<String, String> before = twin.content();
      assertThrows(StoreFullException.class, () -> twin.put("another", "v", 1000));
      assertEquals(before, twin.content());
      assertEquals(RECORDS, store.revision());
      twin.put("key-7", "in place of one", 1000);
      assertTrue(twin.remove("key-8", 1001));
      twin.put("another", "in the room of one", 1002);
      store.commit();
      assertEquals(RECORDS, store.count());
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesMoreBytesThanItHolds(Kind kind) {
    try (RecordStore store = open(kind)) {
      Twin twin = new Twin(store);
      byte[] value = new byte[RecordStore.MAX_VALUE_BYTES - 1];
      for (int i = 0; i < PAYLOAD_BYTES / RecordStore.MAX_VALUE_BYTES; i++) {
        twin.put(Integer.toHexString(i), value, i + 1);
      }
      TreeMap<String, String> before = twin.content();
      assertThrows(StoreFullException.class, () -> twin.put("x", new byte[0], 100));
      assertThrows(StoreFullException.class, () -> twin.put("0", new byte[value.length + 1], 100));
      twin.put("0", value, 101);
      twin.put("0", new byte[value.length - 1], 102);
      twin.put("x", new byte[0], 103);
      store.commit();
      assertEquals(before.size() + 1, store.count());
    }
  }
}
