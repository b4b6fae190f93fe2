package io.machinenative.axiom.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The Simple Open Framing Header of the FIX community, which delimits messages on TCP.
 *
 * <pre>
 *   0       1       2       3       4       5       6
 *  +-------+-------+-------+-------+-------+-------+----------------
 *  | message length, uint32 BE     | encoding, BE  | SBE message ...
 *  | (these 6 bytes included)      | 0xEB50        |
 *  +-------+-------+-------+-------+-------+-------+----------------
 * </pre>
 *
 * @see <a href="https://www.fixtrading.org/standards/fix-sofh/">FIX Simple Open Framing Header</a>
 */
public final class FramingHeader {
  public static final int ENCODED_LENGTH = 6;

  /** SBE version 1.0, little endian. */
  public static final int ENCODING_SBE_LITTLE_ENDIAN = 0xEB50;

  /** {@link #messageBytes}: the header is not one that this protocol allows. */
  public static final int MALFORMED = -1;

  private FramingHeader() {}

  /** Writes the header of a message of {@code messageBytes} bytes. */
  public static void write(MutableDirectBuffer buffer, int offset, int messageBytes) {
    buffer.putInt(offset, messageBytes + ENCODED_LENGTH, BIG_ENDIAN);
    buffer.putShort(offset + 4, (short) ENCODING_SBE_LITTLE_ENDIAN, BIG_ENDIAN);
  }

  /**
   * Reads a header of which all {@value #ENCODED_LENGTH} bytes are there.
   *
   * @return the length of the message that follows, or {@link #MALFORMED} when the encoding is
   *     another one, or the length is below that of an SBE header or above {@code maxMessageBytes}
   */
  public static int messageBytes(DirectBuffer buffer, int offset, int maxMessageBytes) {
    int encoding = buffer.getShort(offset + 4, BIG_ENDIAN) & 0xFFFF;
    long length = (buffer.getInt(offset, BIG_ENDIAN) & 0xFFFF_FFFFL) - ENCODED_LENGTH;
    boolean allowed =
        encoding == ENCODING_SBE_LITTLE_ENDIAN
            && length >= WireLimits.HEADER_BYTES
            && length <= maxMessageBytes;
    return allowed ? (int) length : MALFORMED;
  }
}
