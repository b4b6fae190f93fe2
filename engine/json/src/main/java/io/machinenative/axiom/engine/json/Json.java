package io.machinenative.axiom.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.ToolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON for command lines and clients, as plain Java values: Map, List, String, Boolean, Number,
 * null. Any thread; allocates; not for the hot path.
 *
 * <p>Remembers the record types that it has written for as long as the engine runs: records of
 * plugins go through {@link RecordBinding}.
 */
public final class Json {
  /** Results may be nested deeper than arguments, and are only shown here. */
  private static final int MAX_DEPTH = 512;

  private static final JsonMapper MAPPER = JsonDialect.mapper(MAX_DEPTH);
  private static final StrictJson STRICT = new StrictJson(MAPPER);
  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
  private static final ObjectWriter PRETTY =
      MAPPER
          .writer()
          .with(
              new DefaultPrettyPrinter(
                      Separators.createDefaultInstance().withObjectNameValueSpacing(Spacing.AFTER))
                  .withObjectIndenter(INDENT)
                  .withArrayIndenter(INDENT));

  private Json() {}

  /**
   * @param json one JSON value in UTF-8
   * @return the value: Map in the order of its properties, List, String, Boolean, Integer, Long,
   *     BigInteger, BigDecimal, or null
   * @throws ToolException INVALID_ARGUMENT when it is not JSON
   */
  public static Object read(byte[] json) {
    return MAPPER.treeToValue(tree(json), Object.class);
  }

  /** As {@link #read(byte[])}. */
  public static Object read(String json) {
    return read(json.getBytes(UTF_8));
  }

  /** A value, Map, List or record as compact JSON. */
  public static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** A value, Map, List or record as compact JSON. */
  public static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /**
   * JSON with line breaks and two spaces of indentation, for people. Numbers and the order of
   * properties stay as they are.
   *
   * @throws ToolException INVALID_ARGUMENT when it is not JSON
   */
  public static String pretty(byte[] json) {
    return PRETTY.writeValueAsString(tree(json));
  }

  /**
   * JSON without white space.
   *
   * @throws ToolException INVALID_ARGUMENT when it is not JSON
   */
  public static byte[] compact(byte[] json) {
    return MAPPER.writeValueAsBytes(tree(json));
  }

  /**
   * A COMPOUND payload, as {@link Compound} draws it.
   *
   * @param jsonArguments a JSON object in UTF-8; not checked
   * @param attachment the raw tail
   */
  public static byte[] compound(byte[] jsonArguments, byte[] attachment) {
    return ByteBuffer.allocate(
            Math.addExact(Compound.LENGTH_BYTES + jsonArguments.length, attachment.length))
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(jsonArguments.length)
        .put(jsonArguments)
        .put(attachment)
        .array();
  }

  /**
   * Checks a value against a schema; whoever checks many compiles a {@link JsonSchema}.
   *
   * @return what does not fit, at most {@link JsonSchema#MAX_FINDINGS}; empty when all fits
   * @throws IllegalArgumentException when the schema is none
   * @throws ToolException INVALID_ARGUMENT when the value is not JSON
   */
  public static List<Finding> validate(String schemaText, byte[] json) {
    return JsonSchema.compile(schemaText).check(json);
  }

  private static JsonNode tree(byte[] json) {
    return STRICT.read(new UnsafeBuffer(json), 0, json.length);
  }
}
