package io.machinenative.axiom.codec;

import static io.machinenative.axiom.codec.MessageSample.hex;
import static io.machinenative.axiom.codec.MessageSample.withHeader;

import io.machinenative.axiom.codec.next.ContentType;
import io.machinenative.axiom.codec.next.ExecutionMode;
import io.machinenative.axiom.codec.next.InvokeDecoder;
import io.machinenative.axiom.codec.next.InvokeEncoder;
import io.machinenative.axiom.codec.next.MessageHeaderEncoder;
import io.machinenative.axiom.codec.next.Priority;
import io.machinenative.axiom.codec.next.ToolListDecoder;
import io.machinenative.axiom.codec.next.ToolListEncoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;

/**
 * The two messages of the next version, in the values of this one: what is new in it is written but
 * not drawn, so that the drawn values are those that both versions know.
 */
final class NextSamples {
  private NextSamples() {}

  static int writeInvoke(Values v, MutableDirectBuffer buffer, String baggage) {
    InvokeEncoder invoke =
        new InvokeEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    invoke
        .budgetUnits(3)
        .correlationId(v.int64())
        .relativeDeadlineNs(v.int64())
        .idempotencyKeyHigh(v.int64())
        .idempotencyKeyLow(v.int64())
        .traceIdHigh(v.int64())
        .traceIdLow(v.int64())
        .parentSpanId(v.int64())
        .toolId(v.uint32())
        .traceFlags(v.uint8())
        .priority(Priority.get(v.oneOf(knownPriorities()).value()))
        .contentType(ContentType.get(v.oneOf(knownContentTypes()).value()))
        .reserved(v.uint8())
        .traceState(v.text());
    byte[] payload = v.bytes();
    invoke.putPayload(payload, 0, payload.length);
    invoke.baggage(baggage);
    return withHeader(invoke.encodedLength());
  }

  static List<Object> fields(InvokeDecoder invoke) {
    return List.of(
        invoke.correlationId(),
        invoke.relativeDeadlineNs(),
        invoke.idempotencyKeyHigh(),
        invoke.idempotencyKeyLow(),
        invoke.traceIdHigh(),
        invoke.traceIdLow(),
        invoke.parentSpanId(),
        invoke.toolId(),
        invoke.traceFlags(),
        io.machinenative.axiom.codec.Priority.get(invoke.priorityRaw()),
        io.machinenative.axiom.codec.ContentType.get(invoke.contentTypeRaw()),
        invoke.reserved(),
        invoke.traceState(),
        hex(invoke.payloadLength(), invoke::getPayload));
  }

  static int writeToolList(Values v, MutableDirectBuffer buffer, String notice) {
    ToolListEncoder toolList =
        new ToolListEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    toolList
        .hidden(7)
        .correlationId(v.int64())
        .catalogueEpoch(v.int64())
        .total(v.uint32())
        .more(v.uint8());
    int count = v.count();
    ToolListEncoder.ToolsEncoder tools = toolList.toolsCount(count);
    for (int i = 0; i < count; i++) {
      tools.next().costUnits(i).toolId(v.uint32());
      tools.mode(ExecutionMode.get(v.oneOf(knownModes()).value()));
      tools
          .flags()
          .clear()
          .hazardous(true)
          .idempotent(v.bit())
          .readOnly(v.bit())
          .destructive(v.bit())
          .openWorld(v.bit());
      tools.accepts().clear().binary(v.bit()).json(v.bit()).compound(v.bit()).text(v.bit());
      tools.name(v.text()).version(v.text()).title(v.text());
    }
    toolList.notice(notice);
    return withHeader(toolList.encodedLength());
  }

  /** The fields of a list of the older version, in which every entry's cost is null. */
  static List<Object> fields(ToolListDecoder toolList) {
    List<Object> fields =
        new ArrayList<>(
            List.of(
                toolList.correlationId(),
                toolList.catalogueEpoch(),
                toolList.total(),
                toolList.more()));
    ToolListDecoder.ToolsDecoder tools = toolList.tools();
    fields.add(tools.count());
    while (tools.hasNext()) {
      tools.next();
      if (tools.costUnits() != ToolListDecoder.ToolsDecoder.costUnitsNullValue()) {
        throw new AssertionError("expected no cost in an older list, got " + tools.costUnits());
      }
      fields.add(tools.toolId());
      fields.add(io.machinenative.axiom.codec.ExecutionMode.get(tools.modeRaw()));
      var flags = tools.flags();
      fields.addAll(
          List.of(flags.idempotent(), flags.readOnly(), flags.destructive(), flags.openWorld()));
      var accepts = tools.accepts();
      fields.addAll(List.of(accepts.binary(), accepts.json(), accepts.compound(), accepts.text()));
      fields.addAll(List.of(tools.name(), tools.version(), tools.title()));
    }
    return fields;
  }

  private static io.machinenative.axiom.codec.Priority[] knownPriorities() {
    return io.machinenative.axiom.codec.Priority.values();
  }

  private static io.machinenative.axiom.codec.ContentType[] knownContentTypes() {
    return io.machinenative.axiom.codec.ContentType.values();
  }

  private static io.machinenative.axiom.codec.ExecutionMode[] knownModes() {
    return io.machinenative.axiom.codec.ExecutionMode.values();
  }
}
