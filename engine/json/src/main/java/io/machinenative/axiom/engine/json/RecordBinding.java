package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import java.util.List;
import org.agrona.DirectBuffer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Payloads to records of one type and back: parsed strictly, checked against the record's schema,
 * defaults filled in.
 *
 * <p>Immutable, any thread. Everything is compiled at construction; a call allocates its tree and
 * its record. Owns nothing that outlives it, so a plugin's classes can be unloaded once their
 * bindings are dropped.
 *
 * @param <T> the record
 */
public final class RecordBinding<T extends Record> {
  private static final int INITIAL_JSON_BYTES = 512;

  private final Class<T> type;
  private final RecordShape shape;
  private final String schemaText;
  private final JsonSchema schema;
  private final JsonSchema schemaWithoutBytes;
  private final StrictJson json;
  private final RecordReader<T> reader;
  private final FlatRecordReader<T> plainReader;
  private final FlatRecordWriter<T> plainWriter;
  private final ObjectWriter writer;
  private final ObjectWriter writerWithoutBytes;
  private final JsonMapper mapper;

  private RecordBinding(Class<T> type, boolean closed) {
    this.type = type;
    mapper = JsonDialect.mapper(JsonDialect.MAX_DEPTH);
    shape = RecordShape.of(type, mapper);
    ObjectNode tree = RecordSchema.derive(type, mapper, closed);
    schemaText = mapper.writeValueAsString(tree);
    schema = JsonSchema.of(tree, mapper);
    schemaWithoutBytes =
        shape.hasBytes() ? JsonSchema.of(without(tree, shape.bytesName()), mapper) : schema;
    json = new StrictJson(mapper);
    reader = new RecordReader<>(mapper, type);
    plainReader = FlatRecordReader.of(type).orElse(null);
    plainWriter = FlatRecordWriter.of(type).orElse(null);
    writer = mapper.writerFor(type);
    writerWithoutBytes = writer.withAttribute(BytesJson.RAW_TAIL, Boolean.TRUE);
  }

  /**
   * A binding for arguments: properties that the record does not have are an error.
   *
   * @throws IllegalArgumentException when the record holds a type or a constraint that is not
   *     supported
   */
  public static <T extends Record> RecordBinding<T> forInput(Class<T> type) {
    return new RecordBinding<>(type, true);
  }

  /**
   * A binding for results: properties that the record does not have are ignored, so that a result
   * may grow.
   *
   * @throws IllegalArgumentException when the record holds a type or a constraint that is not
   *     supported
   */
  public static <T extends Record> RecordBinding<T> forOutput(Class<T> type) {
    return new RecordBinding<>(type, false);
  }

  public Class<T> type() {
    return type;
  }

  /**
   * JSON Schema (2020-12) of the record, in one line. The same record always gives the same text.
   */
  public String schema() {
    return schemaText;
  }

  /** Whether the record has a {@link Bytes} component, and so may travel as COMPOUND or BINARY. */
  public boolean hasBytes() {
    return shape.hasBytes();
  }

  /** The record's bytes; null when it has no such component, or the component is null. */
  public Bytes bytesOf(T record) {
    return shape.bytesOf(record);
  }

  /**
   * Reads a payload.
   *
   * @param contentType JSON, or, when the record {@linkplain #hasBytes() has bytes}, COMPOUND or
   *     BINARY
   * @param buffer holds the payload; borrowed, by the record too when its bytes came as COMPOUND or
   *     BINARY
   * @throws ToolException INVALID_ARGUMENT with up to {@link JsonSchema#MAX_FINDINGS} findings,
   *     each naming path, expected and found; UNSUPPORTED_CONTENT_TYPE
   */
  public T read(ContentType contentType, DirectBuffer buffer, int offset, int length) {
    if (contentType == ContentType.JSON) {
      T plain = plainReader == null ? null : plainReader.read(buffer, offset, length);
      if (plain != null) {
        return plain;
      }
      JsonNode value = json.read(buffer, offset, length);
      check(schema, value);
      shape.fillDefaults(value);
      return reader.read(value);
    }
    if (!hasBytes() || (contentType != ContentType.COMPOUND && contentType != ContentType.BINARY)) {
      throw new ToolException(
          Status.UNSUPPORTED_CONTENT_TYPE,
          "expected "
              + (hasBytes() ? "JSON, COMPOUND or BINARY" : "JSON")
              + ", got "
              + contentType);
    }
    return contentType == ContentType.COMPOUND
        ? readCompound(buffer, offset, length)
        : readWithBytes(mapper.createObjectNode(), new Bytes(buffer, offset, length));
  }

  /** The record as JSON, its bytes in base64. */
  public byte[] toJson(T record) {
    PayloadBuffer into =
        new PayloadBuffer(
            INITIAL_JSON_BYTES, Integer.MAX_VALUE - Long.BYTES, Status.RESULT_TOO_LARGE);
    writeJson(record, into);
    return into.toArray();
  }

  /** Appends the record as JSON, its bytes in base64. */
  public void writeJson(T record, PayloadBuffer into) {
    if (plainWriter == null || !plainWriter.write(record, into)) {
      writer.writeValue(into, record);
    }
  }

  /** Appends the record as JSON, its bytes left out: they travel as the raw tail. */
  void writeJsonWithoutBytes(T record, PayloadBuffer into) {
    writerWithoutBytes.writeValue(into, record);
  }

  /**
   * Appends the record as it travels best.
   *
   * @return COMPOUND when the record holds bytes, else JSON
   * @throws ToolException with the buffer's status when it is full
   */
  public ContentType write(T record, PayloadBuffer into) {
    Bytes tail = bytesOf(record);
    if (tail == null) {
      writeJson(record, into);
      return ContentType.JSON;
    }
    int start = into.length();
    into.write(new byte[Compound.LENGTH_BYTES], 0, Compound.LENGTH_BYTES);
    writeJsonWithoutBytes(record, into);
    into.patchInt(start, into.length() - start - Compound.LENGTH_BYTES);
    into.write(tail.buffer(), tail.offset(), tail.length());
    return ContentType.COMPOUND;
  }

  private T readCompound(DirectBuffer buffer, int offset, int length) {
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
