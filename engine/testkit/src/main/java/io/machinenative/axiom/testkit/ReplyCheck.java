package io.machinenative.axiom.testkit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.machinenative.axiom.codec.ErrorDecoder;
import io.machinenative.axiom.codec.FragmentDecoder;
import io.machinenative.axiom.codec.GoodbyeDecoder;
import io.machinenative.axiom.codec.HeartbeatDecoder;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.ProgressDecoder;
import io.machinenative.axiom.codec.RejectDecoder;
import io.machinenative.axiom.codec.ResultDecoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolDescriptionDecoder;
import io.machinenative.axiom.codec.ToolListDecoder;
import io.machinenative.axiom.codec.WelcomeDecoder;
import io.machinenative.axiom.codec.WireLimits;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Checks that what a server sends is one of its messages, whole and no longer, and counts it. Owned
 * by the fuzzer's thread.
 */
final class ReplyCheck {
  /**
   * @param lengthBytes of each var data field's length; empty for ToolList, which is walked on its
   *     own
   */
  private record Shape(String name, int blockBytes, int... lengthBytes) {}

  private final Int2ObjectHashMap<Shape> shapes = new Int2ObjectHashMap<>();
  private final long[] counts = new long[ToolDescriptionDecoder.TEMPLATE_ID + 1];
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final GoodbyeDecoder goodbye = new GoodbyeDecoder();
  private final ToolListDecoder toolList = new ToolListDecoder();

  ReplyCheck() {
    shape(WelcomeDecoder.TEMPLATE_ID, "Welcome", WelcomeDecoder.BLOCK_LENGTH, 2);
    shape(RejectDecoder.TEMPLATE_ID, "Reject", RejectDecoder.BLOCK_LENGTH, 2);
    shape(HeartbeatDecoder.TEMPLATE_ID, "Heartbeat", HeartbeatDecoder.BLOCK_LENGTH);
    shape(GoodbyeDecoder.TEMPLATE_ID, "Goodbye", GoodbyeDecoder.BLOCK_LENGTH, 2);
    shape(FragmentDecoder.TEMPLATE_ID, "Fragment", FragmentDecoder.BLOCK_LENGTH, 4);
    shape(ResultDecoder.TEMPLATE_ID, "Result", ResultDecoder.BLOCK_LENGTH, 4);
    shape(ErrorDecoder.TEMPLATE_ID, "Error", ErrorDecoder.BLOCK_LENGTH, 2);
    shape(ProgressDecoder.TEMPLATE_ID, "Progress", ProgressDecoder.BLOCK_LENGTH, 2);
    shape(ToolListDecoder.TEMPLATE_ID, "ToolList", ToolListDecoder.BLOCK_LENGTH);
    shape(
        ToolDescriptionDecoder.TEMPLATE_ID,
        "ToolDescription",
        ToolDescriptionDecoder.BLOCK_LENGTH,
        2,
        2,
        2,
        4,
        4,
        4);
  }

  private void shape(int templateId, String name, int blockBytes, int... lengthBytes) {
    shapes.put(templateId, new Shape(name, blockBytes, lengthBytes));
  }

  /**
   * Checks a frame.
   *
   * @return whether it is the last that a server says: Reject, or a Goodbye without a drain
   * @throws IllegalStateException when it is no message of a server
   */
  boolean onFrame(DirectBuffer buffer, int offset, int length) {
    header.wrap(buffer, offset);
    Shape shape = length < WireLimits.HEADER_BYTES ? null : shapes.get(header.templateId());
    if (shape == null
        || header.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || header.blockLength() != shape.blockBytes()) {
      throw new IllegalStateException("a reply of " + length + " bytes that is no message");
    }
    int templateId = header.templateId();
    int end =
        templateId == ToolListDecoder.TEMPLATE_ID
            ? endOfToolList(buffer, offset)
            : end(buffer, offset, shape);
    if (end != offset + length) {
      throw new IllegalStateException(
          "a " + shape.name() + " that ends at " + (end - offset) + " of " + length + " bytes");
    }
    counts[templateId]++;
    return templateId == RejectDecoder.TEMPLATE_ID
        || (templateId == GoodbyeDecoder.TEMPLATE_ID && isLastGoodbye(buffer, offset));
  }

  private static int end(DirectBuffer buffer, int offset, Shape shape) {
    int at = offset + WireLimits.HEADER_BYTES + shape.blockBytes();
    for (int width : shape.lengthBytes()) {
      int bytes =
          width == Short.BYTES
              ? buffer.getShort(at, LITTLE_ENDIAN) & 0xFFFF
              : buffer.getInt(at, LITTLE_ENDIAN);
      at += width + bytes;
    }
    return at;
  }

  private int endOfToolList(DirectBuffer buffer, int offset) {
    toolList.wrapAndApplyHeader(buffer, offset, header);
    for (ToolListDecoder.ToolsDecoder tool : toolList.tools()) {
      tool.skipName();
      tool.skipVersion();
      tool.skipTitle();
    }
    return toolList.limit();
  }

  private boolean isLastGoodbye(DirectBuffer buffer, int offset) {
    goodbye.wrapAndApplyHeader(buffer, offset, header);
    return goodbye.drainMs() == 0 && goodbye.status() != Status.DRAINING;
  }

  /** Frames by the name of their message. Allocates. */
  Map<String, Long> counts() {
    Map<String, Long> byName = new TreeMap<>();
    shapes.forEach((templateId, shape) -> byName.put(shape.name(), counts[templateId]));
    return byName;
  }
}
