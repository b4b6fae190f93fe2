package io.machinenative.axiom.engine.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * CRC-32C (Castagnoli, RFC 3720 appendix B.4) over a stretch of one buffer. One thread; allocates
 * nothing.
 */
final class Crc32c {
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer bytes;

  /**
   * @param bytes whose position and limit stay as they are
   */
  Crc32c(ByteBuffer bytes) {
    this.bytes = bytes.duplicate();
  }

  int of(int offset, int length) {
    crc.reset();
    bytes.limit(offset + length).position(offset);
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
