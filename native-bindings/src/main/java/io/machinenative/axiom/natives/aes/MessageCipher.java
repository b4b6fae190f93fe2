package io.machinenative.axiom.natives.aes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Seals and opens whole messages, with the keys of a {@link KeyRing}.
 *
 * <p>A message is what Google's Tink makes with an AES-GCM key of output prefix type {@code TINK}:
 *
 * <pre>
 *   0    1              5               17                    17 + n          33 + n
 *   ├ 01 ┼─ key id, BE ─┼─ nonce ───────┼─ ciphertext ────────┼─ tag ─────────┤
 *     1        4              12               n                   16
 * </pre>
 *
 * <p>Belongs to the thread that uses it first, as its {@link GcmContext} does; the ring is the
 * caller's. Allocates nothing while keys stay the same, but with the {@link GcmEngine#JCE}.
 */
public final class MessageCipher implements AutoCloseable {
  /** Where the ciphertext begins, and the plaintext of a message that is sealed in place. */
  public static final int PLAINTEXT_OFFSET = 17;

  /** What a message is longer than its plaintext. */
  public static final int OVERHEAD_BYTES = PLAINTEXT_OFFSET + AesGcm.TAG_BYTES;

  /** The message is not what was sealed; drop it. */
  public static final long TAG_MISMATCH = AesGcm.TAG_MISMATCH;

  /** The ring has no key of that id: it was retired, or not added yet. Nothing was written. */
  public static final long UNKNOWN_KEY = -2;

  /** The message is shorter than {@link #OVERHEAD_BYTES}. Nothing was written. */
  public static final long TRUNCATED = -3;

  /** The message does not begin with 01: it is of another format. Nothing was written. */
  public static final long FOREIGN_FORMAT = -4;

  /**
   * The active key has sealed all that it may: activate another one, then seal again. Nothing was
   * written.
   */
  public static final long KEY_EXHAUSTED = -5;

  private static final byte FORMAT = 1;
  private static final int KEY_ID_OFFSET = 1;
  private static final int NONCE_OFFSET = 5;
  private static final ValueLayout.OfInt KEY_ID =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final KeyRing ring;
  private final GcmContext context;
  private KeyRing.Entry leasedOf;
  private NonceLease nonces;

  public MessageCipher(KeyRing ring) {
    this(ring, AesGcm.newContext());
  }

  /**
   * @param context closed with this
   */
  public MessageCipher(KeyRing ring, GcmContext context) {
    this.ring = ring;
    this.context = context;
  }

  /**
   * Seals with the ring's active key and its next nonce.
   *
   * @param plaintext the caller's; in place it is the message without its first 17 and last 16
   *     bytes
   * @param aad associated data: authenticated, not part of the message; may be empty
   * @param message receives the message; exactly 33 bytes longer than the plaintext
   * @return the message's bytes, or {@link #KEY_EXHAUSTED}
   * @throws IllegalArgumentException as {@link GcmContext#seal}
   * @throws IllegalStateException when the ring has no active key
   */
  public long seal(MemorySegment plaintext, MemorySegment aad, MemorySegment message) {
    requireSizes(plaintext, message);
    context.operands().aad(aad, 0, aad.byteSize());
    return seal(plaintext, 0, plaintext.byteSize(), aad, message, 0);
  }

  /**
   * Seals where the plaintext lies, {@link #PLAINTEXT_OFFSET} behind {@code offset}; the rest as
   * {@link #seal}.
   *
   * @param offset where the message begins; it takes {@code plaintextBytes} + {@link
   *     #OVERHEAD_BYTES} bytes from there on
   * @throws IndexOutOfBoundsException when the segment does not have them
   */
  public long sealInPlace(
      MemorySegment memory, long offset, long plaintextBytes, MemorySegment aad) {
    if (plaintextBytes < 0) {
      throw new IndexOutOfBoundsException("expected 0 bytes or more, actual " + plaintextBytes);
    }
    Objects.checkFromIndexSize(offset, plaintextBytes + OVERHEAD_BYTES, memory.byteSize());
    context.operands().aad(aad, 0, aad.byteSize());
    return seal(memory, offset + PLAINTEXT_OFFSET, plaintextBytes, aad, memory, offset);
  }

  /** Where associated data is set; the rest as {@link #seal} and {@link #open}. */
  GcmOperands operands() {
    return context.operands();
  }

  /** Seals with the operands' associated data. */
  long seal(
      MemorySegment plaintext,
      long plaintextAt,
      long bytes,
      MemorySegment aad,
      MemorySegment message,
      long messageAt) {
    GcmOperands operands = context.operands();
    operands.plaintext(plaintext, plaintextAt, bytes);
    operands.sealed(message, messageAt + PLAINTEXT_OFFSET);
    while (true) {
      KeyRing.Entry active = ring.active();
      if (active != leasedOf) {
        lease(active);
      }
      if (active == null) {
        throw new IllegalStateException("expected an active key in the ring, actual none");
      }
      if (nonces.advance() && context.tryUse(active.key())) {
        MemorySegment nonce = nonces.nonce();
        operands.nonce(nonce, 0);
        context.sealOperands(nonce, aad, plaintext, message);
        putHeader(message, messageAt, active.id(), nonce);
        return bytes + OVERHEAD_BYTES;
      }
      if (active == ring.active()) {
        return KEY_EXHAUSTED;
      }
      // The ring went on to another key, and retired this one, since it was asked: once more.
    }
  }

  private static void putHeader(MemorySegment message, long at, int keyId, MemorySegment nonce) {
    message.set(ValueLayout.JAVA_BYTE, at, FORMAT);
    message.set(KEY_ID, at + KEY_ID_OFFSET, keyId);
    message.set(INT, at + NONCE_OFFSET, nonce.get(INT, 0));
    message.set(LONG, at + NONCE_OFFSET + Integer.BYTES, nonce.get(LONG, Integer.BYTES));
  }

  private void lease(KeyRing.Entry active) {
    leasedOf = active;
    nonces = active == null ? null : active.nonces().lease();
  }

  /**
   * Opens with the key that the message names.
   *
   * @param message what came; everything in it is checked
   * @param aad as it was sealed with
   * @param plaintext receives the plaintext; exactly 33 bytes shorter than the message; in place it
   *     is the message without its first 17 and last 16 bytes
   * @return the plaintext's bytes, or {@link #TAG_MISMATCH} (the plaintext is then all zeros),
   *     {@link #UNKNOWN_KEY}, {@link #TRUNCATED}, {@link #FOREIGN_FORMAT}
   * @throws IllegalArgumentException as {@link GcmContext#open}
   */
  public long open(MemorySegment message, MemorySegment aad, MemorySegment plaintext) {
    if (message.byteSize() >= OVERHEAD_BYTES) {
      requireSizes(plaintext, message);
    }
    context.operands().aad(aad, 0, aad.byteSize());
    return open(message, 0, message.byteSize(), aad, plaintext, 0);
  }

  /**
   * Opens where the message lies; the plaintext is {@link #PLAINTEXT_OFFSET} behind {@code offset}
   * then. The rest as {@link #open}.
   *
   * @throws IndexOutOfBoundsException when the segment does not have {@code messageBytes} there
   */
  public long openInPlace(MemorySegment memory, long offset, long messageBytes, MemorySegment aad) {
    Objects.checkFromIndexSize(offset, messageBytes, memory.byteSize());
    context.operands().aad(aad, 0, aad.byteSize());
    return open(memory, offset, messageBytes, aad, memory, offset + PLAINTEXT_OFFSET);
  }

  /** Opens with the operands' associated data. */
  long open(
      MemorySegment message,
      long messageAt,
      long messageBytes,
      MemorySegment aad,
      MemorySegment plaintext,
      long plaintextAt) {
    if (messageBytes < OVERHEAD_BYTES) {
      return TRUNCATED;
    }
    if (message.get(ValueLayout.JAVA_BYTE, messageAt) != FORMAT) {
      return FOREIGN_FORMAT;
    }
    KeyRing.Entry entry = ring.find(message.get(KEY_ID, messageAt + KEY_ID_OFFSET));
    if (entry == null || !context.tryUse(entry.key())) {
      return UNKNOWN_KEY;
    }
    GcmOperands operands = context.operands();
    operands.nonce(message, messageAt + NONCE_OFFSET);
    operands.plaintext(plaintext, plaintextAt, messageBytes - OVERHEAD_BYTES);
    operands.sealed(message, messageAt + PLAINTEXT_OFFSET);
    return context.openOperands(message, aad, message, plaintext);
  }

  private static void requireSizes(MemorySegment plaintext, MemorySegment message) {
    if (message.byteSize() != plaintext.byteSize() + OVERHEAD_BYTES) {
      throw new IllegalArgumentException(
          "expected a message of "
              + (plaintext.byteSize() + OVERHEAD_BYTES)
              + " bytes, actual "
              + message.byteSize());
    }
  }

  /** Lets go of the last key. A second call does nothing. */
  @Override
  public void close() {
    context.close();
  }
}
