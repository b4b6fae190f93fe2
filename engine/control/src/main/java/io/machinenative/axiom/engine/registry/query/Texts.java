package io.machinenative.axiom.engine.registry.query;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.agrona.collections.IntArrayList;

/**
 * Texts, each once, under small numbers. The texts lie one behind the other in one array, and are
 * found by a hash table of numbers: about 20 bytes a text and its own. For one thread.
 *
 * <p>Numbers of texts that went are given to those that come. Bytes of texts that went are
 * reclaimed when they are more than half of all.
 */
final class Texts {
  /** There is no such text. */
  static final int NONE = -1;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);
  private static final int INITIAL_TEXTS = 16;
  private static final int LEAST_GARBAGE_BYTES = 64 * 1024;

  private final IntArrayList free = new IntArrayList();
  private byte[] bytes = new byte[INITIAL_TEXTS * 16];
  private int[] offsets = new int[INITIAL_TEXTS];
  private char[] lengths = new char[INITIAL_TEXTS];
  private int[] hashes = new int[INITIAL_TEXTS];
  private int[] table = new int[INITIAL_TEXTS * 2];
  private int endBytes;
  private int garbageBytes;
  private int end;

  /** The number of a text, or {@link #NONE}. */
  int find(byte[] source, int offset, int length) {
    int slot = slotOf(hash(source, offset, length), source, offset, length);
    return table[slot] - 1;
  }

  int find(String text) {
    byte[] encoded = text.getBytes(UTF_8);
    return find(encoded, 0, encoded.length);
  }

  /** The number of a text, which is taken in when it is new. */
  int add(byte[] source, int offset, int length) {
    int hash = hash(source, offset, length);
    int slot = slotOf(hash, source, offset, length);
    return table[slot] != 0 ? table[slot] - 1 : begin(slot, hash, source, offset, length);
  }

  private int begin(int slot, int hash, byte[] source, int offset, int length) {
    int number = free.isEmpty() ? end : free.popInt();
    if (number == end) {
      growNumbers();
      end++;
    }
    if (endBytes + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.addExact(endBytes + length, endBytes >> 1));
    }
    System.arraycopy(source, offset, bytes, endBytes, length);
    offsets[number] = endBytes;
    lengths[number] = (char) length;
    hashes[number] = hash;
    endBytes += length;
    table[slot] = number + 1;
    if (count() * 5L > table.length * 3L) {
      growTable();
    }
    return number;
  }

  private void growNumbers() {
    if (end == offsets.length) {
      int capacity = end + (end >> 1);
      offsets = Arrays.copyOf(offsets, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
      hashes = Arrays.copyOf(hashes, capacity);
    }
  }

  private void growTable() {
    int[] old = table;
    table = new int[2 * old.length];
    if (free.isEmpty()) {
      // In the order of numbers, in which their hashes lie.
      for (int number = 0; number < end; number++) {
        enter(number + 1);
      }
    } else {
      for (int entry : old) {
        if (entry != 0) {
          enter(entry);
        }
      }
    }
  }

  private void enter(int entry) {
    int mask = table.length - 1;
    int slot = hashes[entry - 1] & mask;
    while (table[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    table[slot] = entry;
  }

  private int slotOf(int hash, byte[] source, int offset, int length) {
    int mask = table.length - 1;
    int slot = hash & mask;
    while (table[slot] != 0 && !isSame(table[slot] - 1, hash, source, offset, length)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isSame(int number, int hash, byte[] source, int offset, int length) {
    int at = offsets[number];
    return hashes[number] == hash
        && lengths[number] == length
        && Arrays.equals(bytes, at, at + length, source, offset, offset + length);
  }

  /** Forgets a text. */
  void remove(int number) {
    int mask = table.length - 1;
    int slot = hashes[number] & mask;
    while (table[slot] != number + 1) {
      slot = (slot + 1) & mask;
    }
    closeGap(slot, mask);
    free.addInt(number);
    garbageBytes += lengths[number];
    lengths[number] = 0;
    if (garbageBytes > LEAST_GARBAGE_BYTES && garbageBytes > endBytes / 2) {
      reclaim();
    }
  }

  /** Moves entries that were pushed behind the one that goes nearer to where they belong. */
  private void closeGap(int freed, int mask) {
    int gap = freed;
    int slot = gap;
    table[gap] = 0;
    while (true) {
      slot = (slot + 1) & mask;
      int entry = table[slot];
      if (entry == 0) {
        return;
      }
      int home = hashes[entry - 1] & mask;
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        table[gap] = entry;
        table[slot] = 0;
        gap = slot;
      }
    }
  }

  private void reclaim() {
    byte[] kept = new byte[Math.max(INITIAL_TEXTS * 16, (endBytes - garbageBytes) * 3 / 2)];
    int at = 0;
    for (int number = 0; number < end; number++) {
      System.arraycopy(bytes, offsets[number], kept, at, lengths[number]);
      offsets[number] = at;
      at += lengths[number];
    }
    bytes = kept;
    endBytes = at;
    garbageBytes = 0;
  }

  int count() {
    return end - free.size();
  }

  /** Behind the highest number that was ever given. */
  int end() {
    return end;
  }

  /** In which the texts lie. Borrowed until the next change. */
  byte[] bytes() {
    return bytes;
  }

  int offset(int number) {
    return offsets[number];
  }

  int length(int number) {
    return lengths[number];
  }

  String text(int number) {
    return new String(bytes, offsets[number], lengths[number], UTF_8);
  }

  /** As bytes without a sign are ordered; what begins alike, by length. */
  int compare(int left, int right) {
    return Arrays.compareUnsigned(
        bytes,
        offsets[left],
        offsets[left] + lengths[left],
        bytes,
        offsets[right],
        offsets[right] + lengths[right]);
  }

  /** A text beside another one. */
  int compare(int number, byte[] other) {
    int at = offsets[number];
    return Arrays.compareUnsigned(bytes, at, at + lengths[number], other, 0, other.length);
  }

  boolean startsWith(int number, byte[] prefix) {
    int at = offsets[number];
    return lengths[number] >= prefix.length
        && Arrays.equals(bytes, at, at + prefix.length, prefix, 0, prefix.length);
  }

  /**
   * Eight bytes of a text from the given one on, as a number without a sign in the order of texts;
   * zeros behind its end.
   */
  long chunk(int number, int from) {
    int at = offsets[number] + from;
    int left = lengths[number] - from;
    if (left >= Long.BYTES) {
      return Long.reverseBytes((long) LONG.get(bytes, at));
    }
    long chunk = 0;
    for (int i = 0; i < left; i++) {
      chunk |= (bytes[at + i] & 0xFFL) << (56 - 8 * i);
    }
    return chunk;
  }

  /** Eight bytes at a time, multiplied and folded; spreads what differs in few bits. */
  private static int hash(byte[] source, int offset, int length) {
    long hash = length * 0x9E3779B97F4A7C15L;
    int at = offset;
    int last = offset + length - Long.BYTES;
    for (; at <= last; at += Long.BYTES) {
      hash = fold((hash ^ (long) LONG.get(source, at)) * 0x9E3779B97F4A7C15L);
    }
    long rest = 0;
    for (int left = offset + length - at; left > 0; left--) {
      rest = rest << 8 | (source[at++] & 0xFF);
    }
    return (int) fold((hash ^ rest) * 0xD6E8FEB86659FD93L);
  }

  private static long fold(long value) {
    return value ^ (value >>> 32);
  }

  void write(ImageWriter image) throws IOException {
    image.number(end);
    image.number(endBytes);
    image.number(garbageBytes);
    image.number(free.size());
    image.number(table.length);
    image.ints(free.toIntArray(), free.size());
    image.bytes(bytes, endBytes);
    image.ints(offsets, end);
    image.chars(lengths, end);
    image.ints(hashes, end);
    image.ints(table, table.length);
  }

  /** In place of what is here. */
  void read(ImageReader image) throws IOException {
    end = image.number();
    endBytes = image.number();
    garbageBytes = image.number();
    int freeCount = image.number();
    int slots = image.number();
    free.clear();
    for (int number : image.ints(freeCount, freeCount)) {
      free.addInt(number);
    }
    int capacity = Math.max(INITIAL_TEXTS, end);
    bytes = image.bytes(endBytes, Math.max(INITIAL_TEXTS * 16, endBytes));
    offsets = image.ints(end, capacity);
    lengths = image.chars(end, capacity);
    hashes = image.ints(end, capacity);
    table = image.ints(slots, slots);
  }
}
