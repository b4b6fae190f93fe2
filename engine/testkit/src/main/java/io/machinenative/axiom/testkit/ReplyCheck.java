package io.machinenative.axiom.testkit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.machinenative.axiom.codec.ErrorDecoder;
import io.machinenative.axiom.codec.FragmentDecoder;
import io.machinenative.axiom.codec.GoodbyeDecoder;
import io.machinenative.axiom.codec.GroupSizeEncodingDecoder;
import io.machinenative.axiom.codec.HeartbeatDecoder;
import io.machinenative.axiom.codec.LeasesRenewedDecoder;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.ProgressDecoder;
import io.machinenative.axiom.codec.RecordOutcomeDecoder;
import io.machinenative.axiom.codec.RecordPageDecoder;
import io.machinenative.axiom.codec.RecordReplyDecoder;
import io.machinenative.axiom.codec.RegistryChangesDecoder;
import io.machinenative.axiom.codec.RegistryResyncDecoder;
import io.machinenative.axiom.codec.RegistryStatisticsDecoder;
import io.machinenative.axiom.codec.RejectDecoder;
import io.machinenative.axiom.codec.ResultDecoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolDescriptionDecoder;
import io.machinenative.axiom.codec.ToolListDecoder;
import io.machinenative.axiom.codec.WatchEndedDecoder;
import io.machinenative.axiom.codec.WatchStartedDecoder;
import io.machinenative.axiom.codec.WelcomeDecoder;
import io.machinenative.axiom.codec.WireLimits;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Checks that what a server sends is one of its messages, whole and no longer, and counts it. Owned
 * by the fuzzer's thread.
 */
final class ReplyCheck {
  /** Entries of a block and var data, each with a length of so many bytes. */
  private record Group(int blockBytes, int... lengthBytes) {}

  /**
   * @param lengthBytes of each var data field's length
   */
  private record Shape(String name, int blockBytes, List<Group> groups, int... lengthBytes) {}

  private final Int2ObjectHashMap<Shape> shapes = new Int2ObjectHashMap<>();
  private final long[] counts = new long[WatchEndedDecoder.TEMPLATE_ID + 1];
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final GoodbyeDecoder goodbye = new GoodbyeDecoder();

  ReplyCheck() {
    shape(WelcomeDecoder.TEMPLATE_ID, "Welcome", WelcomeDecoder.BLOCK_LENGTH, 2);
    shape(RejectDecoder.TEMPLATE_ID, "Reject", RejectDecoder.BLOCK_LENGTH, 2);
    shape(HeartbeatDecoder.TEMPLATE_ID, "Heartbeat", HeartbeatDecoder.BLOCK_LENGTH);
    shape(GoodbyeDecoder.TEMPLATE_ID, "Goodbye", GoodbyeDecoder.BLOCK_LENGTH, 2);
    shape(FragmentDecoder.TEMPLATE_ID, "Fragment", FragmentDecoder.BLOCK_LENGTH, 4);
    shape(ResultDecoder.TEMPLATE_ID, "Result", ResultDecoder.BLOCK_LENGTH, 4);
    shape(ErrorDecoder.TEMPLATE_ID, "Error", ErrorDecoder.BLOCK_LENGTH, 2);
    shape(ProgressDecoder.TEMPLATE_ID, "Progress", ProgressDecoder.BLOCK_LENGTH, 2);
    shape(
        ToolListDecoder.TEMPLATE_ID,
        "ToolList",
        ToolListDecoder.BLOCK_LENGTH,
        List.of(new Group(ToolListDecoder.ToolsDecoder.sbeBlockLength(), 2, 2, 2)));
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
    registryShapes();
  }

  private void registryShapes() {
    shape(
        RecordOutcomeDecoder.TEMPLATE_ID,
        "RecordOutcome",
        RecordOutcomeDecoder.BLOCK_LENGTH,
        List.of(new Group(RecordOutcomeDecoder.FindingsDecoder.sbeBlockLength(), 2, 2, 2, 2, 2)),
        2,
        4);
    shape(RecordReplyDecoder.TEMPLATE_ID, "RecordReply", RecordReplyDecoder.BLOCK_LENGTH, 4);
    shape(
        RecordPageDecoder.TEMPLATE_ID,
        "RecordPage",
        RecordPageDecoder.BLOCK_LENGTH,
        List.of(new Group(0, 4)),
        2);
    shape(
        LeasesRenewedDecoder.TEMPLATE_ID,
        "LeasesRenewed",
        LeasesRenewedDecoder.BLOCK_LENGTH,
        List.of(new Group(LeasesRenewedDecoder.ResultsDecoder.sbeBlockLength())));
    shape(
        RegistryStatisticsDecoder.TEMPLATE_ID,
        "RegistryStatistics",
        RegistryStatisticsDecoder.BLOCK_LENGTH,
        List.of(
            new Group(RegistryStatisticsDecoder.KindsDecoder.sbeBlockLength()),
            new Group(RegistryStatisticsDecoder.StatusesDecoder.sbeBlockLength()),
            new Group(RegistryStatisticsDecoder.HealthsDecoder.sbeBlockLength()),
            new Group(0, 2, 2)));
    shape(WatchStartedDecoder.TEMPLATE_ID, "WatchStarted", WatchStartedDecoder.BLOCK_LENGTH);
    shape(
        RegistryChangesDecoder.TEMPLATE_ID,
        "RegistryChanges",
        RegistryChangesDecoder.BLOCK_LENGTH,
        List.of(new Group(RegistryChangesDecoder.ChangesDecoder.sbeBlockLength(), 2, 4)));
    shape(RegistryResyncDecoder.TEMPLATE_ID, "RegistryResync", RegistryResyncDecoder.BLOCK_LENGTH);
    shape(WatchEndedDecoder.TEMPLATE_ID, "WatchEnded", WatchEndedDecoder.BLOCK_LENGTH);
  }

  private void shape(int templateId, String name, int blockBytes, int... lengthBytes) {
    shape(templateId, name, blockBytes, List.of(), lengthBytes);
  }

  private void shape(
      int templateId, String name, int blockBytes, List<Group> groups, int... lengthBytes) {
    shapes.put(templateId, new Shape(name, blockBytes, groups, lengthBytes));
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
    int end = end(buffer, offset, shape);
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
    for (Group group : shape.groups()) {
      int entryBytes = buffer.getShort(at, LITTLE_ENDIAN) & 0xFFFF;
      int entries = buffer.getShort(at + Short.BYTES, LITTLE_ENDIAN) & 0xFFFF;
      at += GroupSizeEncodingDecoder.ENCODED_LENGTH;
      for (int i = 0; i < entries; i++) {
        at = endOfData(buffer, at + entryBytes, group.lengthBytes());
      }
    }
    return endOfData(buffer, at, shape.lengthBytes());
  }

  private static int endOfData(DirectBuffer buffer, int from, int[] lengthBytes) {
    int at = from;
    for (int width : lengthBytes) {
      int bytes =
          width == Short.BYTES
              ? buffer.getShort(at, LITTLE_ENDIAN) & 0xFFFF
              : buffer.getInt(at, LITTLE_ENDIAN);
      at += width + bytes;
    }
    return at;
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
