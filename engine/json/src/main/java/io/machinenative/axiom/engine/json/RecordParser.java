package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.ToolException;
import java.util.List;
import org.agrona.DirectBuffer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The reading half of a {@link RecordBinding}. Immutable, any thread; a call allocates its tree and
 * its record.
 */
final class RecordParser<T extends Record> {
  private final RecordShape shape;
  private final JsonSchema schema;
  private final JsonSchema schemaWithoutBytes;
  private final StrictJson json;
  private final RecordReader<T> reader;
  private final FlatRecordReader<T> plainReader;
  private final JsonMapper mapper;

  /**
   * @param mapper that may remember the record
   */
  RecordParser(Class<T> type, RecordShape shape, DerivedSchema derived, JsonMapper mapper) {
    this.shape = shape;
    this.mapper = mapper;
    schema = derived.whole();
    schemaWithoutBytes = shape.hasBytes() ? derived.without(shape.bytesName()) : schema;
    json = new StrictJson(mapper);
    reader = new RecordReader<>(mapper, type);
    plainReader = FlatRecordReader.of(type).orElse(null);
  }

  T readJson(DirectBuffer buffer, int offset, int length) {
    T plain = plainReader == null ? null : plainReader.read(buffer, offset, length);
    if (plain != null) {
      return plain;
    }
    JsonNode value = json.read(buffer, offset, length);
    check(schema, value);
    shape.fillDefaults(value);
    return reader.read(value);
  }

  /** The record's bytes alone. */
  T readBytes(DirectBuffer buffer, int offset, int length) {
    return readWithBytes(mapper.createObjectNode(), new Bytes(buffer, offset, length));
  }

  /** JSON, then the record's bytes as they are. */
  T readCompound(DirectBuffer buffer, int offset, int length) {
    int jsonBytes = Compound.jsonBytes(buffer, offset, length);
    int jsonOffset = offset + Compound.LENGTH_BYTES;
    JsonNode value = json.read(buffer, jsonOffset, jsonBytes);
    if (value.has(shape.bytesName())) {
      throw ToolException.invalid(
          new Finding(
                  "/" + shape.bytesName(),
                  "its bytes in the raw tail of the payload alone",
                  "them in the JSON part too")
              .toString());
    }
    int tailBytes = length - Compound.LENGTH_BYTES - jsonBytes;
    return readWithBytes(value, new Bytes(buffer, jsonOffset + jsonBytes, tailBytes));
  }

  private T readWithBytes(JsonNode value, Bytes bytes) {
    check(schemaWithoutBytes, value);
    shape.fillDefaults(value);
    ((ObjectNode) value).putPOJO(shape.bytesName(), bytes);
    return reader.read(value);
  }

  private static void check(JsonSchema schema, JsonNode value) {
    List<Finding> findings = schema.check(value);
    if (!findings.isEmpty()) {
      throw ToolException.invalid(FindingText.sentence(findings));
    }
  }
}
