package io.machinenative.axiom.plugins.backup.index;

import io.machinenative.axiom.plugins.backup.format.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which chunks the repository has, and where: about 50 bytes a chunk off the heap, that is 50 MB
 * for a terabyte of chunks of a megabyte. Any thread; owned by the repository, which closes it.
 */
public final class ChunkIndex implements AutoCloseable {
  private static final int FIRST_SLOTS = 1 << 12;

  /** A number that no pack has: the chunk is on its way into one. */
  private static final int ON_ITS_WAY = Integer.MAX_VALUE - 1;

  private final List<PackInfo> packs = new ArrayList<>();
  private final Map<ObjectId, Integer> numbers = new HashMap<>();
  private ChunkTable table = new ChunkTable(FIRST_SLOTS);

  /** The place of a chunk in the table, for marks; stays while nothing is added. */
  public static final long NONE = -1;

  public synchronized boolean contains(byte[] id) {
    return table.find(MemorySegment.ofArray(id), 0) >= 0;
  }

  /**
   * Announces a chunk that the caller is going to store.
   *
   * @return false when it is there, or announced by somebody else
   */
  public synchronized boolean announce(byte[] id) {
    MemorySegment segment = MemorySegment.ofArray(id);
    long slot = table.find(segment, 0);
    if (slot >= 0) {
      return false;
    }
    put(segment, ~slot, ON_ITS_WAY, 0, 0);
    return true;
  }

  private void put(MemorySegment id, long freeSlot, int packNumber, int offset, int sealedBytes) {
    long slot = freeSlot;
    if (table.isFull()) {
      ChunkTable smaller = table;
      table = smaller.grown();
      smaller.close();
      slot = ~table.find(id, 0);
    }
    table.insert(slot, id, 0);
    table.set(slot, packNumber, offset, sealedBytes);
  }

  /** Adds a pack; a pack that is known already changes nothing. */
  public synchronized int addPack(PackInfo pack) {
    Integer known = numbers.get(pack.id());
    if (known != null) {
      return known;
    }
    int number = packs.size();
    packs.add(pack);
    numbers.put(pack.id(), number);
    return number;
  }

  public synchronized boolean knows(ObjectId pack) {
    return numbers.containsKey(pack);
  }

  /** Adds a chunk of a pack; one that is there keeps its place. */
  public synchronized void add(byte[] id, int packNumber, long offset, int sealedBytes) {
    MemorySegment segment = MemorySegment.ofArray(id);
    long slot = table.find(segment, 0);
    if (slot < 0) {
      put(segment, ~slot, packNumber, (int) offset, sealedBytes);
    } else if (table.packNumber(slot) == ON_ITS_WAY) {
      table.set(slot, packNumber, (int) offset, sealedBytes);
    }
  }

  /** Where a chunk is; nothing when it is not there, or still on its way. */
  public synchronized Optional<Location> find(byte[] id) {
    long slot = table.find(MemorySegment.ofArray(id), 0);
    if (slot < 0 || table.packNumber(slot) == ON_ITS_WAY) {
      return Optional.empty();
    }
    PackInfo pack = packs.get(table.packNumber(slot));
    return Optional.of(
        new Location(pack.id(), pack.kind(), table.offset(slot), table.sealedBytes(slot)));
  }

  /** The chunk's slot, or {@link #NONE}. */
  public synchronized long slot(byte[] id) {
    return Math.max(NONE, table.find(MemorySegment.ofArray(id), 0));
  }

  /** How many slots there are; each is below. */
  public synchronized long slotCount() {
    return table.slotCount();
  }

  public synchronized long chunkCount() {
    return table.count();
  }

  /** The number of a chunk's pack, or a negative one when the slot is empty. */
  public synchronized int packNumberAt(long slot) {
    return table.isTaken(slot) ? table.packNumber(slot) : -1;
  }

  public synchronized int sealedBytesAt(long slot) {
    return table.sealedBytes(slot);
  }

  /** The packs by their numbers: a copy. */
  public synchronized List<PackInfo> packs() {
    return List.copyOf(packs);
  }

  /** How much memory the table takes. */
  public synchronized long memoryBytes() {
    return table.slotCount() * ChunkTable.SLOT_BYTES;
  }

  @Override
  public synchronized void close() {
    table.close();
  }
}
