package io.machinenative.axiom.natives.aes;

import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The key and header of one sealed stream, for those who seal or open its segments themselves:
 * several threads at once, or segments of another size. The format is that of {@link StreamSealer},
 * which is Tink's AES-GCM-HKDF; segments go through a {@link SegmentCipher} of each thread.
 *
 * <p>Any thread. Owned by whoever made it; closing it wipes the stream's key.
 */
public final class StreamKey implements AutoCloseable {
  /** Length byte, salt, nonce prefix: 1 + 32 + 7. */
  public static final int HEADER_BYTES = StreamFormat.HEADER_BYTES;

  /** Segments that a stream may have. */
  public static final long SEGMENTS_MAX = StreamFormat.SEGMENTS_MAX;

  private final AesKey key;
  private final byte[] header;

  private StreamKey(AesKey key, byte[] header) {
    this.key = key;
    this.header = header;
  }

  /**
   * Begins a stream with a salt of its own.
   *
   * @param secret the caller's
   * @param aad authenticated with the stream, and needed to open it; may be empty
   */
  public static StreamKey create(AesKey secret, byte[] aad, SecureRandom random) {
    byte[] header = new byte[HEADER_BYTES];
    random.nextBytes(header);
    header[0] = HEADER_BYTES;
    return new StreamKey(StreamFormat.derive(secret, header, aad), header);
  }

  /**
   * Takes up a stream that begins with this header. Whether the key is the right one shows at the
   * first segment.
   *
   * @param header 40 bytes; copied
   * @throws ForgedStreamException when no stream begins so
   */
  public static StreamKey of(AesKey secret, byte[] aad, byte[] header)
      throws ForgedStreamException {
    if (header.length != HEADER_BYTES || header[0] != HEADER_BYTES) {
      throw new ForgedStreamException(
          "expected a stream's header of 40 bytes that begins with 40, actual "
              + header.length
              + " bytes"
              + (header.length == 0 ? "" : " that begin with " + (header[0] & 0xff)));
    }
    byte[] copy = Arrays.copyOf(header, HEADER_BYTES);
    return new StreamKey(StreamFormat.derive(secret, copy, aad), copy);
  }

  /** What the stream begins with; a copy. */
  public byte[] header() {
    return header.clone();
  }

  AesKey key() {
    return key;
  }

  /** Writes a segment's nonce: prefix, number, mark of the last one. */
  void setNonce(MemorySegment nonce, long number, boolean last) {
    MemorySegment.copy(
        MemorySegment.ofArray(header),
        1L + StreamFormat.SALT_BYTES,
        nonce,
        0,
        StreamFormat.NONCE_PREFIX_BYTES);
    StreamFormat.setNonce(nonce, number, last);
  }

  /** Wipes the key. A second call does nothing. */
  @Override
  public void close() {
    key.close();
  }
}
