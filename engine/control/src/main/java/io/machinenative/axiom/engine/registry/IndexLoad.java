package io.machinenative.axiom.engine.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.engine.registry.form.MalformedRecordException;
import io.machinenative.axiom.engine.registry.form.RecordGlance;
import io.machinenative.axiom.engine.registry.form.RecordGlance.Text;
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
  private final DamageList damage;
  private int next;

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

  IndexLoad(
      RecordStore store, RecordIndex index, LeaseKeeper leases, DamageList damage, long nowNs) {
    this.store = store;
    this.index = index;
    this.leases = leases;
    this.damage = damage;
    this.nowNs = nowNs;
  }

  /** Reads everything that can be read, and notes the rest. */
  void run(Optional<ThreadFactory> threads) {
    index.reserve((int) store.count());
    if (threads.isEmpty() || store.count() < WORTH_A_THREAD) {
      Block block = new Block();
      store.forEach(
          new Reading() {
            @Override
            Block roomFor(int length) {
              if (!block.hasRoom(length)) {
                take(block);
              }
              return block;
            }
          });
      take(block);
    } else {
      runInTwo(threads.get());
    }
    index.sort(threads);
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
      store.forEach(
          new Reading() {
            @Override
            Block roomFor(int length) {
              if (!block[0].hasRoom(length)) {
                full.add(block[0]);
                block[0] = taken(empty);
              }
              return block[0];
            }
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

  /** What can be read goes into a block; its ordinal will be as many as went before. */
  private abstract class Reading implements RecordStore.Visitor {
    /** The block to go on with. */
    abstract Block roomFor(int length);

    @Override
    public void onRecord(
        DirectBuffer key,
        int keyOffset,
        int keyLength,
        DirectBuffer value,
        int offset,
        int length,
        long revision) {
      Block block = roomFor(length);
      int start = block.end();
      value.getBytes(offset, block.bytes, start, length);
      try {
        index.appendValues(read.wrap(block.bytes, start, length), next);
        block.ends[block.count++] = start + length;
        next++;
      } catch (MalformedRecordException e) {
        damage.add(key.getStringWithoutLengthAscii(keyOffset, keyLength), e.getMessage());
      }
    }

    @Override
    public void onDamaged(
        DirectBuffer key, int keyOffset, int keyLength, DamagedRecordException cause) {
      damage.add(key.getStringWithoutLengthAscii(keyOffset, keyLength), cause.getMessage());
    }
  }

  private static String nameOf(RecordGlance record) {
    return new String(record.bytes(), record.offset(Text.NAME), record.length(Text.NAME), US_ASCII);
  }

  private void take(Block block) {
    int start = 0;
    for (int i = 0; i < block.count; i++) {
      int end = block.ends[i];
      taken.wrap(block.bytes, start, end - start);
      try {
        leases.open(index.append(taken), taken.leaseMs(), taken.isExpired(), nowNs);
      } catch (MalformedRecordException e) {
        damage.add(nameOf(taken), e.getMessage());
      }
      start = end;
    }
    block.count = 0;
  }
}
