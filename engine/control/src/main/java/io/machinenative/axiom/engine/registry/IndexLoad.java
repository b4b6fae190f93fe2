package io.machinenative.axiom.engine.registry;

import io.machinenative.axiom.engine.registry.form.MalformedRecordException;
import io.machinenative.axiom.engine.registry.form.RecordGlance;
import io.machinenative.axiom.engine.registry.query.Beside;
import io.machinenative.axiom.engine.registry.query.RecordIndex;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import org.agrona.DirectBuffer;

/**
 * Makes the index and the leases of what is in a store, from the records' bytes.
 *
 * <pre>
 *  store ─▶ values ─▶ block of bytes ─▶ full ─▶ keys, words, leases ─▶ sort
 *           another thread   ▲────── empty ◀───┘  the caller's
 * </pre>
 *
 * <p>Used once. A small store is read by the caller alone, and so is any when there is no other
 * thread.
 */
final class IndexLoad {
  private static final int BLOCKS = 4;
  private static final int BLOCK_BYTES = 1 << 20;
  private static final long WORTH_A_THREAD = 10_000;

  private final RecordStore store;
  private final RecordIndex index;
  private final LeaseKeeper leases;
  private final long nowNs;
  private final RecordGlance read = new RecordGlance();
  private final RecordGlance taken = new RecordGlance();
  private int next;
  private int unreadable;
  private int rejected;

  /** Records one behind the other. Owned by the thread that has it. */
  private static final class Block {
    private final byte[] bytes = new byte[BLOCK_BYTES];
    private final int[] ends = new int[BLOCK_BYTES / 64];
    private int count;

    int end() {
      return count == 0 ? 0 : ends[count - 1];
    }

    boolean hasRoom(int length) {
      return count < ends.length && end() + length <= bytes.length;
    }
  }

  IndexLoad(RecordStore store, RecordIndex index, LeaseKeeper leases, long nowNs) {
    this.store = store;
    this.index = index;
    this.leases = leases;
    this.nowNs = nowNs;
  }

  /**
   * Reads everything.
   *
   * @return how many records could not be read
   */
  int run(Optional<ThreadFactory> threads) {
    index.reserve((int) store.count());
    if (threads.isEmpty() || store.count() < WORTH_A_THREAD) {
      Block block = new Block();
      store.forEach((key, keyOffset, keyLength, value, offset, length, revision) -> {
        if (!block.hasRoom(length)) {
          take(block);
        }
        read(block, value, offset, length);
      });
      take(block);
    } else {
      runInTwo(threads.get());
    }
    index.sort(threads);
    return unreadable + rejected;
  }

  private void runInTwo(ThreadFactory threads) {
    BlockingQueue<Block> empty = new ArrayBlockingQueue<>(BLOCKS);
    BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS + 1);
    for (int i = 0; i < BLOCKS; i++) {
      empty.add(new Block());
    }
    Beside reader = Beside.start(threads, () -> read(empty, full));
    boolean done = false;
    try {
      for (Block block = taken(full); block.count > 0; block = taken(full)) {
        take(block);
        empty.add(block);
      }
      done = true;
    } finally {
      if (!done) {
        reader.cancel();
      }
    }
    reader.await();
  }

  /** The other thread: ends with a block without records, whatever happens. */
  private void read(BlockingQueue<Block> empty, BlockingQueue<Block> full) {
    try {
      Block[] block = {taken(empty)};
      store.forEach((key, keyOffset, keyLength, value, offset, length, revision) -> {
        if (!block[0].hasRoom(length)) {
          full.add(block[0]);
          block[0] = taken(empty);
        }
        read(block[0], value, offset, length);
      });
      if (block[0].count > 0) {
        full.add(block[0]);
      }
    } finally {
      full.add(new Block());
    }
  }

  private static Block taken(BlockingQueue<Block> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the registry was opened", e);
    }
  }

  /** What can be read goes into the block; its ordinal will be as many as went before. */
  private void read(Block block, DirectBuffer value, int offset, int length) {
    int start = block.end();
    value.getBytes(offset, block.bytes, start, length);
    try {
      index.appendValues(read.wrap(block.bytes, start, length), next);
      block.ends[block.count++] = start + length;
      next++;
    } catch (MalformedRecordException e) {
      unreadable++;
    }
  }

  private void take(Block block) {
    int start = 0;
    for (int i = 0; i < block.count; i++) {
      int end = block.ends[i];
      taken.wrap(block.bytes, start, end - start);
      try {
        leases.open(index.append(taken), taken.leaseMs(), taken.isExpired(), nowNs);
      } catch (MalformedRecordException e) {
        rejected++;
      }
      start = end;
    }
    block.count = 0;
  }
}
