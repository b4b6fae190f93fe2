package io.machinenative.axiom.natives.aes;

import io.machinenative.axiom.natives.os.LockedMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A key for AES-256-GCM, in memory that is locked where the system allows, and wiped when closed.
 *
 * <p>Any thread may use it, through its own {@link GcmContext}. Owned by whoever opens it.
 *
 * <p>{@link #close} may come at any time. Messages in work are finished; every later one is
 * refused. The key's memory is wiped as soon as the last context that used it last has gone on:
 * with another key, with its next message, or with its own close.
 *
 * <pre>
 *   0          32                2048              4096                       12288
 *   ├── key ───┼── unused ... ───┼── sse ──────────┼── avx_gen2, ..., vaes ────┤
 *                                  expanded for one variant of IPsec-MB each, when first used
 * </pre>
 */
public final class AesKey implements AutoCloseable {
  public static final int KEY_BYTES = 32;

  /**
   * Room for IPsec-MB's {@code struct gcm_key_data}: 15 round keys and the powers of the hash key.
   * Those are 48 blocks in 1.0 to 1.3, so 240 + 768 bytes; 64 blocks from 1.4 on, so 240 + 1024.
   */
  static final int EXPANDED_BYTES = 2048;

  private static final int MEMORY_BYTES = EXPANDED_BYTES * (1 + IpsecMbVariant.values().length);

  private final LockedMemory memory = new LockedMemory(MEMORY_BYTES);
  private final boolean[] expanded = new boolean[IpsecMbVariant.values().length];
  private final AtomicBoolean closed = new AtomicBoolean();

  /** The owner's hold and one for each context that used this key last; wiped at 0. */
  private final AtomicInteger holds = new AtomicInteger(1);

  private AesKey() {}

  /**
   * Copies a key.
   *
   * @param key 32 bytes; the caller's, who should wipe it
   */
  public static AesKey of(byte[] key) {
    return of(MemorySegment.ofArray(key));
  }

  /**
   * Copies a key.
   *
   * @param key 32 bytes; the caller's, who should wipe it
   */
  public static AesKey of(MemorySegment key) {
    if (key.byteSize() != KEY_BYTES) {
      throw new IllegalArgumentException(
          "expected a key of " + KEY_BYTES + " bytes, actual " + key.byteSize());
    }
    AesKey copy = new AesKey();
    copy.raw().copyFrom(key);
    return copy;
  }

  /** Makes a new key. */
  public static AesKey random(SecureRandom random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    try {
      return of(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  public boolean isClosed() {
    return closed.get();
  }

  /** The 32 bytes; for who holds it. */
  MemorySegment raw() {
    return memory.segment().asSlice(0, KEY_BYTES);
  }

  /** What a variant of IPsec-MB makes of it, 64-byte aligned; for who holds it. */
  synchronized MemorySegment expanded(IpsecMbVariant variant, IpsecMbFunctions functions) {
    int index = variant.ordinal();
    MemorySegment slot =
        memory.segment().asSlice((1L + index) * EXPANDED_BYTES, EXPANDED_BYTES, 64);
    if (!expanded[index]) {
      IpsecMb.expand(functions, raw(), slot);
      expanded[index] = true;
    }
    return slot;
  }

  /**
   * Keeps the memory until {@link #release}.
   *
   * @return false when it was closed
   */
  boolean tryHold() {
    int count = holds.get();
    while (count > 0 && !closed.get()) {
      if (holds.compareAndSet(count, count + 1)) {
        return true;
      }
      count = holds.get();
    }
    return false;
  }

  void release() {
    if (holds.decrementAndGet() == 0) {
      memory.close();
    }
  }

  /** Refuses every later message. A second call does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release();
    }
  }

  /**
   * Copies the key to memory of the caller, who keeps it sealed and wipes it.
   *
   * @param destination of {@value #KEY_BYTES} bytes
   */
  public void copyTo(MemorySegment destination) {
    if (destination.byteSize() != KEY_BYTES) {
      throw new IllegalArgumentException(
          "expected room for " + KEY_BYTES + " bytes, actual " + destination.byteSize());
    }
    if (!tryHold()) {
      throw new IllegalStateException("expected an open key, actual a closed one");
    }
    try {
      destination.copyFrom(raw());
    } finally {
      release();
    }
  }

  /** Copies the 32 bytes; the caller wipes them. */
  byte[] copy() {
    return raw().toArray(ValueLayout.JAVA_BYTE);
  }
}
