package io.machinenative.axiom.codec;

import static io.machinenative.axiom.codec.MessageSample.withHeader;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The messages of the catalogue family. */
final class CatalogueSamples {
  private CatalogueSamples() {}

  static List<MessageSample> all() {
    return List.of(
        new MessageSample(
            "ListTools",
            ListToolsEncoder.TEMPLATE_ID,
            CatalogueSamples::writeListTools,
            CatalogueSamples::readListTools),
        new MessageSample(
            "ToolList",
            ToolListEncoder.TEMPLATE_ID,
            CatalogueSamples::writeToolList,
            CatalogueSamples::readToolList),
        new MessageSample(
            "DescribeTool",
            DescribeToolEncoder.TEMPLATE_ID,
            CatalogueSamples::writeDescribeTool,
            CatalogueSamples::readDescribeTool),
        new MessageSample(
            "ToolDescription",
            ToolDescriptionEncoder.TEMPLATE_ID,
            CatalogueSamples::writeToolDescription,
            CatalogueSamples::readToolDescription));
  }

  private static int writeListTools(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    ListToolsEncoder listTools = new ListToolsEncoder().wrapAndApplyHeader(buffer, offset, header);
    listTools.correlationId(v.int64()).pageSize(v.uint16()).after(v.text()).prefix(v.text());
    return withHeader(listTools.encodedLength());
  }

  private static List<Object> readListTools(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    ListToolsDecoder listTools = new ListToolsDecoder().wrapAndApplyHeader(buffer, offset, header);
    return List.of(
        listTools.correlationId(), listTools.pageSize(), listTools.after(), listTools.prefix());
  }

  static int writeToolList(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    ToolListEncoder toolList = new ToolListEncoder().wrapAndApplyHeader(buffer, offset, header);
    toolList.correlationId(v.int64()).catalogueEpoch(v.int64()).total(v.uint32()).more(v.uint8());
    int count = v.count();
    ToolListEncoder.ToolsEncoder tools = toolList.toolsCount(count);
    for (int i = 0; i < count; i++) {
      tools.next().toolId(v.uint32()).mode(v.oneOf(ExecutionMode.values()));
      tools
          .flags()
          .clear()
          .idempotent(v.bit())
          .readOnly(v.bit())
          .destructive(v.bit())
          .openWorld(v.bit());
      tools.accepts().clear().binary(v.bit()).json(v.bit()).compound(v.bit()).text(v.bit());
      tools.name(v.text()).version(v.text()).title(v.text());
    }
    return withHeader(toolList.encodedLength());
  }

  private static List<Object> readToolList(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    return fields(new ToolListDecoder().wrapAndApplyHeader(buffer, offset, header));
  }

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
      fields.addAll(List.of(tools.toolId(), tools.mode()));
      addFlags(fields, tools.flags(), tools.accepts());
      fields.addAll(List.of(tools.name(), tools.version(), tools.title()));
    }
    return fields;
  }

  private static int writeDescribeTool(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    DescribeToolEncoder describe =
        new DescribeToolEncoder().wrapAndApplyHeader(buffer, offset, header);
    describe.correlationId(v.int64()).toolId(v.uint32());
    return withHeader(describe.encodedLength());
  }

  private static List<Object> readDescribeTool(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    DescribeToolDecoder describe =
        new DescribeToolDecoder().wrapAndApplyHeader(buffer, offset, header);
    return List.of(describe.correlationId(), describe.toolId());
  }

  private static int writeToolDescription(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    ToolDescriptionEncoder tool =
        new ToolDescriptionEncoder().wrapAndApplyHeader(buffer, offset, header);
    tool.correlationId(v.int64())
        .catalogueEpoch(v.int64())
        .toolId(v.uint32())
        .mode(v.oneOf(ExecutionMode.values()));
    tool.flags()
        .clear()
        .idempotent(v.bit())
        .readOnly(v.bit())
        .destructive(v.bit())
        .openWorld(v.bit());
    tool.accepts().clear().binary(v.bit()).json(v.bit()).compound(v.bit()).text(v.bit());
    tool.name(v.text()).version(v.text()).title(v.text());
    tool.description(v.text()).inputSchema(v.text()).outputSchema(v.text());
    return withHeader(tool.encodedLength());
  }

  private static List<Object> readToolDescription(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    ToolDescriptionDecoder tool =
        new ToolDescriptionDecoder().wrapAndApplyHeader(buffer, offset, header);
    List<Object> fields =
        new ArrayList<>(
            List.of(tool.correlationId(), tool.catalogueEpoch(), tool.toolId(), tool.mode()));
    addFlags(fields, tool.flags(), tool.accepts());
    fields.addAll(
        List.of(
            tool.name(),
            tool.version(),
            tool.title(),
            tool.description(),
            tool.inputSchema(),
            tool.outputSchema()));
    return fields;
  }

  private static void addFlags(
      List<Object> fields, ToolFlagsDecoder flags, ContentTypesDecoder accepts) {
    fields.addAll(
        List.of(flags.idempotent(), flags.readOnly(), flags.destructive(), flags.openWorld()));
    fields.addAll(List.of(accepts.binary(), accepts.json(), accepts.compound(), accepts.text()));
  }
}
