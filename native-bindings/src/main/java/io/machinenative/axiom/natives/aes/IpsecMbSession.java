package io.machinenative.axiom.natives.aes;

import io.machinenative.axiom.natives.link.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/**
 * Seals and opens by one variant of IPsec-MB, in one call each. Allocates nothing.
 *
 * <pre>
 *   scratch   0                      88    96         112
 *             ├ gcm_context_data ────┼─────┼── tag ────┤
 * </pre>
 */
final class IpsecMbSession implements GcmSession {
  /**
   * Up to here a call returns at once: about 0.4 us with AVX-512, 3 us with SSE. See decision 10.
   */
  static final int AT_ONCE_MAX_BYTES = 4096;

  private static final long CONTEXT_BYTES = 96;
  private static final ValueLayout.OfLong HALF = ValueLayout.JAVA_LONG_UNALIGNED;

  private final IpsecMbVariant variant;
  private final IpsecMbFunctions functions;

  /** Given back when nobody can reach this any more. */
  private final MemorySegment scratch =
      Arena.ofAuto().allocate(CONTEXT_BYTES + AesGcm.TAG_BYTES, 64);

  private final long contextAddress = scratch.address();
  private final MemorySegment tag = scratch.asSlice(CONTEXT_BYTES, AesGcm.TAG_BYTES);
  private long keyAddress;

  IpsecMbSession(IpsecMbVariant variant, IpsecMbFunctions functions) {
    this.variant = variant;
    this.functions = functions;
  }

  @Override
  public void use(AesKey key) {
    keyAddress = key.expanded(variant, functions).address();
  }

  @Override
  public void seal(
      MemorySegment nonce, MemorySegment aad, MemorySegment plaintext, MemorySegment sealed) {
    if (functions == IpsecMb.CHOSEN) {
      call(IpsecMb.CHOSEN, nonce, aad, plaintext, sealed);
    } else {
      call(functions, nonce, aad, plaintext, sealed);
    }
  }

  private void call(
      IpsecMbFunctions on,
      MemorySegment nonce,
      MemorySegment aad,
      MemorySegment plaintext,
      MemorySegment sealed) {
    long bytes = plaintext.byteSize();
    long aadBytes = aad.byteSize();
    long tagAddress = sealed.address() + bytes;
    long tagBytes = AesGcm.TAG_BYTES;
    try {
      if (bytes + aadBytes <= AT_ONCE_MAX_BYTES) {
        on.sealShort()
            .invokeExact(
                keyAddress,
                contextAddress,
                sealed,
                plaintext,
                bytes,
                nonce,
                aad,
                aadBytes,
                tagAddress,
                tagBytes);
      } else {
        on.seal()
            .invokeExact(
                keyAddress,
                contextAddress,
                sealed,
                plaintext,
                bytes,
                nonce,
                aad,
                aadBytes,
                tagAddress,
                tagBytes);
      }
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    } finally {
      Reference.reachabilityFence(scratch);
    }
  }

  @Override
  public boolean open(
      MemorySegment nonce, MemorySegment aad, MemorySegment sealed, MemorySegment plaintext) {
    long bytes = plaintext.byteSize();
    if (functions == IpsecMb.CHOSEN) {
      callOpen(IpsecMb.CHOSEN, nonce, aad, sealed, plaintext, bytes);
    } else {
      callOpen(functions, nonce, aad, sealed, plaintext, bytes);
    }
    // One comparison of all 128 bits: how long it takes says nothing about where they differ.
    long difference =
        (tag.get(HALF, 0) ^ sealed.get(HALF, bytes))
            | (tag.get(HALF, Long.BYTES) ^ sealed.get(HALF, bytes + Long.BYTES));
    // The right tag of a forged message is worth as much as the key to whoever forges.
    tag.set(HALF, 0, 0);
    tag.set(HALF, Long.BYTES, 0);
    return difference == 0;
  }

  private void callOpen(
      IpsecMbFunctions on,
      MemorySegment nonce,
      MemorySegment aad,
      MemorySegment sealed,
      MemorySegment plaintext,
      long bytes) {
    long aadBytes = aad.byteSize();
    long tagAddress = contextAddress + CONTEXT_BYTES;
    long tagBytes = AesGcm.TAG_BYTES;
    try {
      if (bytes + aadBytes <= AT_ONCE_MAX_BYTES) {
        on.openShort()
            .invokeExact(
                keyAddress,
                contextAddress,
                plaintext,
                sealed,
                bytes,
                nonce,
                aad,
                aadBytes,
                tagAddress,
                tagBytes);
      } else {
        on.open()
            .invokeExact(
                keyAddress,
                contextAddress,
                plaintext,
                sealed,
                bytes,
                nonce,
                aad,
                aadBytes,
                tagAddress,
                tagBytes);
      }
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    } finally {
      Reference.reachabilityFence(scratch);
    }
  }

  @Override
  public long messageMaxBytes() {
    return AesGcm.MESSAGE_MAX_BYTES;
  }

  @Override
  public void close() {
    scratch.fill((byte) 0);
    keyAddress = 0;
  }
}
