package io.machinenative.axiom.natives.aes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Seals and opens single segments of streams, in any order. One thread's, which closes it, as its
 * {@link GcmContext} is; streams are the caller's. Allocates nothing, but with the {@link
 * GcmEngine#JCE}.
 */
public final class SegmentCipher implements AutoCloseable {
  private final GcmContext context = AesGcm.newContext();
  private final MemorySegment nonce = Arena.ofAuto().allocate(AesGcm.NONCE_BYTES, Long.BYTES);

  /**
   * Seals a segment. <b>Each number once a stream</b>: a second segment under the same nonce gives
   * both away.
   *
   * @param number 0 to {@link StreamKey#SEGMENTS_MAX} - 1
   * @param last whether the stream ends with it
   * @param sealed exactly 16 bytes longer; may begin where the plaintext does
   */
  public void seal(
      StreamKey stream, long number, boolean last, MemorySegment plaintext, MemorySegment sealed) {
    setNonce(stream, number, last);
    context.seal(stream.key(), nonce, MemorySegment.NULL, plaintext, sealed);
  }

  /**
   * Opens a segment.
   *
   * @param plaintext exactly 16 bytes shorter; may begin where the sealed segment does
   * @return whether it is genuine, at its place and the last one or not as said; {@code plaintext}
   *     is all zeros otherwise
   */
  public boolean open(
      StreamKey stream, long number, boolean last, MemorySegment sealed, MemorySegment plaintext) {
    setNonce(stream, number, last);
    return context.open(stream.key(), nonce, MemorySegment.NULL, sealed, plaintext) >= 0;
  }

  private void setNonce(StreamKey stream, long number, boolean last) {
    if (number < 0 || number >= StreamKey.SEGMENTS_MAX) {
      throw new IllegalArgumentException(
          "expected a segment below " + StreamKey.SEGMENTS_MAX + ", actual " + number);
    }
    stream.setNonce(nonce, number, last);
  }

  @Override
  public void close() {
    context.close();
  }
}
