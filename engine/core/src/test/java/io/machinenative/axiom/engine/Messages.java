package io.machinenative.axiom.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.CancelEncoder;
import io.machinenative.axiom.codec.DescribeToolEncoder;
import io.machinenative.axiom.codec.FragmentEncoder;
import io.machinenative.axiom.codec.GoodbyeEncoder;
import io.machinenative.axiom.codec.HeartbeatEncoder;
import io.machinenative.axiom.codec.ListToolsEncoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** Messages of a client, as frames. */
final class Messages {
  /** Writes a message with its header at 0; answers the length without the header. */
  @FunctionalInterface
  interface Body {
    int encode(MutableDirectBuffer buffer, MessageHeaderEncoder header);
  }

  private Messages() {}

  static byte[] encode(Body body) {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(256);
    int length = WireLimits.HEADER_BYTES + body.encode(buffer, new MessageHeaderEncoder());
    return Arrays.copyOf(buffer.byteArray(), length);
  }

  static byte[] cancel(long correlationId) {
    return encode((buffer, header) ->
        new CancelEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .correlationId(correlationId)
            .encodedLength());
  }

  static byte[] heartbeat(long timestampNs, boolean reply) {
    return encode((buffer, header) -> {
      HeartbeatEncoder heartbeat = new HeartbeatEncoder().wrapAndApplyHeader(buffer, 0, header);
      heartbeat.timestampNs(timestampNs).flags().clear().reply(reply);
      return heartbeat.encodedLength();
    });
  }

  static byte[] goodbye(String message) {
    return encode((buffer, header) ->
        new GoodbyeEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .status(Status.SHUTDOWN)
            .drainMs(1000)
            .message(message)
            .encodedLength());
  }

  static byte[] listTools(long correlationId, int pageSize, String after, String prefix) {
    return encode((buffer, header) -> {
      byte[] last = after.getBytes(UTF_8);
      byte[] begin = prefix.getBytes(UTF_8);
      return new ListToolsEncoder()
          .wrapAndApplyHeader(buffer, 0, header)
          .correlationId(correlationId)
          .pageSize(pageSize)
          .putAfter(last, 0, last.length)
          .putPrefix(begin, 0, begin.length)
          .encodedLength();
    });
  }

  static byte[] describeTool(long correlationId, int toolId) {
    return encode((buffer, header) ->
        new DescribeToolEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .correlationId(correlationId)
            .toolId(Integer.toUnsignedLong(toolId))
            .encodedLength());
  }

  /** One piece of a message. */
  static byte[] fragment(
      long messageId, long totalBytes, long pieceOffset, byte[] message, int from, int length) {
    return encode((buffer, header) ->
        new FragmentEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .messageId(messageId)
            .totalBytes(totalBytes)
            .pieceOffset(pieceOffset)
            .putPiece(message, from, length)
            .encodedLength());
  }

  /** A message in pieces of so many bytes. */
  static List<byte[]> fragments(long messageId, byte[] message, int pieceBytes) {
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < message.length; at += pieceBytes) {
      int length = Math.min(pieceBytes, message.length - at);
      pieces.add(fragment(messageId, message.length, at, message, at, length));
    }
    return pieces;
  }
}
