package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import org.agrona.DirectBuffer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Payloads to records of one type and back: parsed strictly, checked against the record's schema,
 * defaults filled in.
 *
 * <p>Any thread. The half that a binding is for, reading or writing, is compiled at construction,
 * the other one when it is first asked for, for few come to need both; a call allocates its tree
 * and its record. Owns nothing that outlives it, so a plugin's classes can be unloaded once their
 * bindings are dropped.
 *
 * @param <T> the record
 */
public final class RecordBinding<T extends Record> {
  private static final int INITIAL_JSON_BYTES = 512;

  private final Class<T> type;
  private final RecordShape shape;
  private final DerivedSchema schema;
  private final JsonMapper mapper;

  /** Null until it is asked for; made twice by two that ask at once, both alike. */
  private volatile RecordParser<T> parser;

  /** As {@link #parser}. */
  private volatile RecordPrinter<T> printer;

  /**
   * @param closed whether properties that the record does not have are an error
   * @param mapper that may remember the record
   */
  RecordBinding(Class<T> type, boolean closed, JsonMapper mapper, RecordSchemas schemas) {
    this.type = type;
    this.mapper = mapper;
    shape = RecordShape.of(type, mapper);
    schema = schemas.of(type, mapper, closed);
  }

  /**
   * A binding for arguments: properties that the record does not have are an error.
   *
   * @throws IllegalArgumentException when the record holds a type or a constraint that is not
   *     supported
   */
  public static <T extends Record> RecordBinding<T> forInput(Class<T> type) {
    return new RecordBindings(new RecordSchemas()).forInput(type);
  }

  /**
   * A binding for results: properties that the record does not have are ignored, so that a result
   * may grow.
   *
   * @throws IllegalArgumentException when the record holds a type or a constraint that is not
   *     supported
   */
  public static <T extends Record> RecordBinding<T> forOutput(Class<T> type) {
    return new RecordBindings(new RecordSchemas()).forOutput(type);
  }

  RecordParser<T> parser() {
    RecordParser<T> made = parser;
    if (made == null) {
      made = new RecordParser<>(type, shape, schema, mapper);
      parser = made;
    }
    return made;
  }

  RecordPrinter<T> printer() {
    RecordPrinter<T> made = printer;
    if (made == null) {
      made = new RecordPrinter<>(type, mapper);
      printer = made;
    }
    return made;
  }

  public Class<T> type() {
    return type;
  }

  /**
   * JSON Schema (2020-12) of the record, in one line. The same record always gives the same text.
   */
  public String schema() {
    return schema.text();
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
      return parser().readJson(buffer, offset, length);
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
        ? parser().readCompound(buffer, offset, length)
        : parser().readBytes(buffer, offset, length);
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
    printer().write(record, into);
  }

  /** Appends the record as JSON, its bytes left out: they travel as the raw tail. */
  void writeJsonWithoutBytes(T record, PayloadBuffer into) {
    printer().writeWithoutBytes(record, into);
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
}
