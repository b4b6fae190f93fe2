package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.ToolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON from outside, cut into pieces that stay as they were written: who passes a message on takes
 * it apart as far as it must, and no further. What is cut was checked as a whole: syntax, UTF-8,
 * names that occur twice, 256 levels, a million tokens.
 *
 * <p>Stateless, any thread; allocates the pieces.
 */
public final class RawJson {
  /** More than anybody's values have, so that one deep value does not spoil a whole list. */
  private static final int MAX_DEPTH = 256;

  private static final JsonMapper MAPPER = JsonDialect.mapper(MAX_DEPTH);

  private RawJson() {}

  /**
   * The members of an object, as they are written, in their order.
   *
   * @throws ToolException INVALID_ARGUMENT when the bytes are not exactly one JSON object
   */
  public static Map<String, byte[]> members(byte[] json) {
    Map<String, byte[]> members = new LinkedHashMap<>();
    cut(json, JsonToken.START_OBJECT, (name, value) -> members.put(name, value));
    return members;
  }

  /**
   * The elements of an array, as they are written.
   *
   * @throws ToolException INVALID_ARGUMENT when the bytes are not exactly one JSON array
   */
  public static List<byte[]> elements(byte[] json) {
    List<byte[]> elements = new ArrayList<>();
    cut(json, JsonToken.START_ARRAY, (name, value) -> elements.add(value));
    return elements;
  }

  /**
   * Requires exactly one JSON object.
   *
   * @throws ToolException INVALID_ARGUMENT when it is none
   */
  public static void requireObject(byte[] json) {
    cut(json, JsonToken.START_OBJECT, (name, value) -> {});
  }

  /** The same JSON in one line: line breaks stand between tokens, where a space does as well. */
  public static byte[] oneLine(byte[] json) {
    for (int i = 0; i < json.length; i++) {
      if (json[i] == '\n' || json[i] == '\r') {
        json[i] = ' ';
      }
    }
    return json;
  }

  /** Takes a piece. */
  private interface Piece {
    void take(String name, byte[] value);
  }

  private static void cut(byte[] json, JsonToken kind, Piece piece) {
    int defect = Utf8.firstDefect(new UnsafeBuffer(json), 0, json.length);
    if (defect != Utf8.VALID) {
      throw ToolException.invalid(
          "expected JSON in UTF-8, found a malformed sequence at byte " + defect);
    }
    try (JsonParser parser = MAPPER.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first != kind) {
        throw ToolException.invalid(
            "expected "
                + (kind == JsonToken.START_OBJECT ? "an object" : "an array")
                + ", found "
                + (first == null
                    ? "nothing"
                    : first.asString() == null ? "a value" : first.asString()));
      }
      JsonToken end = kind == JsonToken.START_OBJECT ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
      for (JsonToken next = parser.nextToken(); next != end; next = parser.nextToken()) {
        String name = null;
        if (next == JsonToken.PROPERTY_NAME) {
          name = parser.currentName();
          parser.nextToken();
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        piece.take(name, Arrays.copyOfRange(json, from, to));
      }
      if (parser.nextToken() != null) {
        throw ToolException.invalid("expected one JSON value, found more behind it");
      }
    } catch (JacksonException e) {
      throw ToolException.invalid("expected JSON: " + ErrorText.of(e.getOriginalMessage()));
    }
  }
}
