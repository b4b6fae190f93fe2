package io.machinenative.axiom.natives.aes;

import java.lang.foreign.MemorySegment;

/**
 * Seals and opens messages outside the heap, one at a time. Reuse it: making one costs more than a
 * message.
 *
 * <p>Belongs to the thread that uses it first, which an assertion checks; that thread closes it
 * too. Keys are the caller's. Allocates nothing, but with the {@link GcmEngine#JCE}.
 *
 * <p>A message sealed is the ciphertext, as long as the plaintext, with the tag behind it:
 *
 * <pre>
 *   plaintext  ├── n bytes ──────┤
 *   sealed     ├── ciphertext ───┼── tag, 16 bytes ──┤
 * </pre>
 *
 * <p>Both may begin at the same address (in place) or be disjoint; every other overlap is refused,
 * as is an output that overlaps nonce or associated data.
 *
 * <p><b>A nonce must never be used twice with one key.</b> Whoever sees two messages under one
 * nonce learns the XOR of both, and can forge others. Take nonces from a {@link NonceSequence}, or
 * let {@link MessageCipher} do so.
 */
public final class GcmContext implements AutoCloseable {
  private final GcmSession session;
  private final long messageMaxBytes;
  private final GcmOperands operands = new GcmOperands();
  private Thread owner;
  private AesKey held;
  private boolean closed;

  GcmContext(GcmSession session) {
    this.session = session;
    messageMaxBytes = session.messageMaxBytes();
  }

  /**
   * Encrypts and authenticates. Everything is checked before anything is touched.
   *
   * @param nonce 12 bytes, used once with this key
   * @param aad associated data: authenticated, neither encrypted nor part of the output; may be
   *     empty
   * @param plaintext at most {@link #messageMaxBytes}
   * @param sealed receives ciphertext and tag: exactly 16 bytes longer than the plaintext
   * @throws IllegalArgumentException for other sizes, heap memory and overlaps
   * @throws IllegalStateException when the key or this is closed
   */
  public void seal(
      AesKey key,
      MemorySegment nonce,
      MemorySegment aad,
      MemorySegment plaintext,
      MemorySegment sealed) {
    requireUse(key);
    set(nonce, aad, plaintext, sealed);
    sealOperands(nonce, aad, plaintext, sealed);
  }

  /**
   * Seals {@link #operands} with the key of {@link #tryUse}, even when it was closed since.
   *
   * @param nonce the segment that this operand is in; so are the others
   */
  void sealOperands(
      MemorySegment nonce, MemorySegment aad, MemorySegment plaintext, MemorySegment sealed) {
    assert held != null : "expected a key";
    operands.check(messageMaxBytes);
    requireWritable(sealed);
    operands.checkOutput(operands.sealedAddress(), operands.sealedBytes());
    // Asked for by name, so that the JIT sees one callee whatever other engines this JVM has used:
    // 8 ns of 45 for 64 bytes.
    if (session instanceof IpsecMbSession ipsecMb) {
      ipsecMb.seal(operands, nonce, aad, plaintext, sealed);
    } else {
      session.seal(operands, nonce, aad, plaintext, sealed);
    }
  }

  /**
   * Checks the tag and decrypts. Everything else is checked before anything is touched.
   *
   * @param nonce as it was sealed with
   * @param aad as it was sealed with
   * @param sealed ciphertext and tag, at least 16 bytes
   * @param plaintext receives the plaintext: exactly 16 bytes shorter
   * @return bytes of plaintext, or {@link AesGcm#TAG_MISMATCH}: key, nonce, associated data,
   *     ciphertext or tag are not what they were; {@code plaintext} is then all zeros
   * @throws IllegalArgumentException for other sizes, heap memory and overlaps
   * @throws IllegalStateException when the key or this is closed
   */
  public long open(
      AesKey key,
      MemorySegment nonce,
      MemorySegment aad,
      MemorySegment sealed,
      MemorySegment plaintext) {
    requireUse(key);
    set(nonce, aad, plaintext, sealed);
    return openOperands(nonce, aad, sealed, plaintext);
  }

  /**
   * Opens {@link #operands} with the key of {@link #tryUse}, even when it was closed since.
   *
   * @param nonce the segment that this operand is in; so are the others
   */
  long openOperands(
      MemorySegment nonce, MemorySegment aad, MemorySegment sealed, MemorySegment plaintext) {
    assert held != null : "expected a key";
    operands.check(messageMaxBytes);
    requireWritable(plaintext);
    operands.checkOutput(operands.plaintextAddress(), operands.bytes());
    boolean genuine =
        session instanceof IpsecMbSession ipsecMb
            ? ipsecMb.open(operands, nonce, aad, sealed, plaintext)
            : session.open(operands, nonce, aad, sealed, plaintext);
    if (genuine) {
      return operands.bytes();
    }
    long at = operands.plaintextAddress() - plaintext.address();
    plaintext.asSlice(at, operands.bytes()).fill((byte) 0);
    return AesGcm.TAG_MISMATCH;
  }

  private void set(
      MemorySegment nonce, MemorySegment aad, MemorySegment plaintext, MemorySegment sealed) {
    if (nonce.byteSize() != AesGcm.NONCE_BYTES) {
      throw wrongSize("a nonce of " + AesGcm.NONCE_BYTES, nonce.byteSize());
    }
    long bytes = plaintext.byteSize();
    if (sealed.byteSize() - AesGcm.TAG_BYTES != bytes) {
      throw wrongSize("a sealed message of " + (bytes + AesGcm.TAG_BYTES), sealed.byteSize());
    }
    operands.nonce(nonce, 0);
    operands.aad(aad, 0, aad.byteSize());
    operands.plaintext(plaintext, 0, bytes);
    operands.sealed(sealed, 0);
  }

  private static IllegalArgumentException wrongSize(String expected, long actual) {
    return new IllegalArgumentException("expected " + expected + " bytes, actual " + actual);
  }

  private static void requireWritable(MemorySegment output) {
    if (output.isReadOnly()) {
      throw new IllegalArgumentException("expected an output to write to, actual a read-only one");
    }
  }

  /** To be set before {@link #sealOperands} and {@link #openOperands}. */
  GcmOperands operands() {
    return operands;
  }

  /**
   * Most bytes of plaintext in one message: {@link AesGcm#MESSAGE_MAX_BYTES}, or 2^31 - 17 (JCE).
   */
  public long messageMaxBytes() {
    return messageMaxBytes;
  }

  private void requireUse(AesKey key) {
    if (!tryUse(key)) {
      throw new IllegalStateException("expected an open key, actual a closed one");
    }
  }

  /**
   * Takes a key for the messages that follow, and lets go of the one before. It stays usable until
   * the next call of this, whoever closes it.
   *
   * @return false when the key was closed
   */
  boolean tryUse(AesKey key) {
    assert isOwnedByCaller() : "expected thread " + owner + ", actual " + Thread.currentThread();
    return (key == held && !key.isClosed()) || take(key);
  }

  private boolean take(AesKey key) {
    if (closed) {
      throw new IllegalStateException("expected an open context, actual a closed one");
    }
    release();
    if (!key.tryHold()) {
      return false;
    }
    held = key;
    session.use(key);
    return true;
  }

  private void release() {
    if (held != null) {
      held.release();
      held = null;
    }
  }

  private boolean isOwnedByCaller() {
    if (owner == null) {
      owner = Thread.currentThread();
    }
    return owner == Thread.currentThread();
  }

  /** Wipes what is known of the last key, and lets go of it. A second call does nothing. */
  @Override
  public void close() {
    assert owner == null || !owner.isAlive() || isOwnedByCaller()
        : "expected thread " + owner + ", actual " + Thread.currentThread();
    if (closed) {
      return;
    }
    closed = true;
    session.close();
    release();
  }
}
