package io.machinenative.axiom.engine.transport.netty;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.codec.FramingHeader;
import io.machinenative.axiom.codec.WireLimits;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Says in words what is wrong with a framing header, for whoever looks for the client that sent it.
 */
final class StreamDefect {
  private static final int TLS_HANDSHAKE = 0x16;
  private static final int TLS_MAJOR_VERSION = 0x03;
  private static final List<String> HTTP_STARTS =
      List.of("GET ", "POST", "PUT ", "HEAD", "DELE", "OPTI", "PATC", "CONN", "TRAC", "PRI ");

  private StreamDefect() {}

  /**
   * Describes a header that {@link FramingHeader#messageBytes} refused.
   *
   * @param buffer holds the header's {@value FramingHeader#ENCODED_LENGTH} bytes from {@code
   *     offset} on
   */
  static String describe(DirectBuffer buffer, int offset, int maxFrameBytes) {
    if (buffer.getByte(offset) == TLS_HANDSHAKE
        && buffer.getByte(offset + 1) == TLS_MAJOR_VERSION) {
      return expected() + "got a TLS client hello: this port does not speak TLS";
    }
    String start = ascii(buffer, offset, 4);
    if (HTTP_STARTS.contains(start)) {
      return expected() + "got an HTTP request ('" + start.trim() + "'): this port is not for HTTP";
    }
    int encoding = buffer.getShort(offset + 4, BIG_ENDIAN) & 0xFFFF;
    if (encoding != FramingHeader.ENCODING_SBE_LITTLE_ENDIAN) {
      return "expected encoding 0x%04X in the framing header, got 0x%04X"
          .formatted(FramingHeader.ENCODING_SBE_LITTLE_ENDIAN, encoding);
    }
    return "expected a length from %d to %d in the framing header, got %d"
        .formatted(
            FramingHeader.ENCODED_LENGTH + WireLimits.HEADER_BYTES,
            FramingHeader.ENCODED_LENGTH + maxFrameBytes,
            buffer.getInt(offset, BIG_ENDIAN) & 0xFFFF_FFFFL);
  }

  private static String expected() {
    return "expected a framing header with encoding 0x%04X, "
        .formatted(FramingHeader.ENCODING_SBE_LITTLE_ENDIAN);
  }

  private static String ascii(DirectBuffer buffer, int offset, int length) {
    byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    return new String(bytes, US_ASCII);
  }
}
