package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.ToolException;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The layout of a COMPOUND payload: arguments with an attachment.
 *
 * <pre>
 *  0               4                4 + n            payloadLength
 *  +---------------+----------------+----------------+
 *  | n: uint32, LE | JSON, n bytes  | raw tail       |
 *  +---------------+----------------+----------------+
 * </pre>
 *
 * <p>Stateless, any thread, allocates nothing but its errors.
 */
public final class Compound {
  /** Bytes of the length that comes first. */
  public static final int LENGTH_BYTES = Integer.BYTES;

  private Compound() {}

  /**
   * Length of the JSON part, which begins {@link #LENGTH_BYTES} after {@code offset}; the raw tail
   * is all that comes after it.
   *
   * @throws ToolException INVALID_ARGUMENT when the payload is shorter than it says
   */
  public static int jsonBytes(DirectBuffer buffer, int offset, int payloadBytes) {
    if (payloadBytes < LENGTH_BYTES) {
      throw ToolException.invalid(
          "expected a COMPOUND payload of at least "
              + LENGTH_BYTES
              + " bytes, got "
              + payloadBytes);
    }
    long jsonBytes = buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
    if (jsonBytes > payloadBytes - LENGTH_BYTES) {
      throw ToolException.invalid(
          "expected a COMPOUND payload with a JSON part of at most "
              + (payloadBytes - LENGTH_BYTES)
              + " bytes, got a length of "
              + jsonBytes);
    }
    return (int) jsonBytes;
  }

  /** Writes the length that comes first. */
  static void putJsonBytes(MutableDirectBuffer buffer, int offset, int jsonBytes) {
    buffer.putInt(offset, jsonBytes, ByteOrder.LITTLE_ENDIAN);
  }
}
