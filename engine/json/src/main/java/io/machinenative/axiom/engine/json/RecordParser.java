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
   * @param tree the record's schema
   * @param mapper for this record alone
   */
  RecordParser(Class<T> type, RecordShape shape, ObjectNode tree, JsonMapper mapper) {
    this.shape = shape;
    this.mapper = mapper;
    schema = JsonSchema.of(tree, mapper);
    schemaWithoutBytes =
        shape.hasBytes() ? JsonSchema.of(without(tree, shape.bytesName()), mapper) : schema;
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

  /** The schema of what is left when one component travels elsewhere. */
  private static ObjectNode without(ObjectNode schema, String component) {
    ObjectNode rest = schema.deepCopy();
    if (rest.get("properties") instanceof ObjectNode properties) {
      properties.remove(component);
    }
    JsonNode required = rest.remove("required");
    if (required != null) {
      required
          .valueStream()
          .filter(name -> !name.asString().equals(component))
          .forEach(rest.withArray("required")::add);
    }
    return rest;
  }
}
