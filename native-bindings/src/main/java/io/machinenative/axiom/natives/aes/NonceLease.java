package io.machinenative.axiom.natives.aes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * One thread's nonces of a {@link NonceSequence}: claimed and written 64 at a time. Allocates
 * nothing after it was made.
 *
 * <p>Written ahead, for a nonce of two stores that is read at once by one load costs 15 ns: the CPU
 * cannot forward it. Those not used when this is dropped are skipped.
 */
public final class NonceLease {
  private static final int SLOTS = 64;
  private static final int SLOT_BYTES = 16;
  private static final ValueLayout.OfInt FIXED =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong COUNTER =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final NonceSequence sequence;
  private final MemorySegment[] nonces = new MemorySegment[SLOTS];
  private int current = -1;
  private int claimed;

  NonceLease(NonceSequence sequence) {
    this.sequence = sequence;
    MemorySegment memory = Arena.ofAuto().allocate(SLOTS * SLOT_BYTES, SLOT_BYTES);
    for (int i = 0; i < SLOTS; i++) {
      nonces[i] = memory.asSlice((long) i * SLOT_BYTES, AesGcm.NONCE_BYTES);
      nonces[i].set(FIXED, 0, sequence.fixedPart());
    }
  }

  /**
   * Goes on to the next nonce.
   *
   * @return false when there is none: {@link NonceSequence#EXHAUSTED}
   */
  public boolean advance() {
    current++;
    return current < claimed || refill();
  }

  /**
   * The nonce that {@link #advance} went to, 12 bytes; good until it has gone on 64 times. Not to
   * be written to.
   */
  public MemorySegment nonce() {
    assert current >= 0 && current < claimed : "expected advance before nonce";
    return nonces[current];
  }

  private boolean refill() {
    int count = SLOTS;
    long first = sequence.claim(count);
    if (first == NonceSequence.EXHAUSTED) {
      count = 1;
      first = sequence.claim(count);
    }
    current = 0;
    claimed = first == NonceSequence.EXHAUSTED ? 0 : count;
    for (int i = 0; i < claimed; i++) {
      nonces[i].set(COUNTER, Integer.BYTES, first + i);
    }
    return claimed != 0;
  }
}
