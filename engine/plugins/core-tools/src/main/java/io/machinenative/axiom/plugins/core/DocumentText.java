package io.machinenative.axiom.plugins.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.ToolException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import net.minidev.json.parser.JSONParser;
import net.minidev.json.parser.ParseException;

/**
 * Turns JSON text into maps and lists, within bounds. Stateless, any thread; allocates the tree.
 */
final class DocumentText {
  /** A tree needs up to some 30 times the bytes of its text. */
  static final int MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;

  /** Arrays and objects within one another: a reply holds two more, and takes 64. */
  static final int MAX_DEPTH = 62;

  private DocumentText() {}

  /**
   * @throws ToolException INVALID_ARGUMENT when the bytes are too many, not UTF-8 or not JSON
   */
  static Object parse(Bytes data) {
    if (data.length() > MAX_DOCUMENT_BYTES) {
      throw ToolException.invalid(
          "/data: expected a document of at most "
              + MAX_DOCUMENT_BYTES
              + " bytes, got "
              + data.length());
    }
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteViews.of(data)).toString();
    } catch (CharacterCodingException e) {
      throw ToolException.invalid("/data: expected JSON in UTF-8, found: " + e.getMessage());
    }
    if (text.isBlank()) {
      throw ToolException.invalid(
          "/data: expected a JSON document, found " + data.length() + " bytes of white space");
    }
    try {
      return new JSONParser(JSONParser.MODE_RFC4627).parse(text, new UniqueNameReader());
    } catch (ParseException | RuntimeException e) {
      // The parser lets exceptions of the JDK's number parsing through.
      throw ToolException.invalid("/data: expected a JSON document, found: " + e.getMessage());
    }
  }

  /**
   * @throws ToolException INVALID_ARGUMENT when the document is nested too deep, or holds a number
   *     that no double can
   */
  static void requireBounds(Object document) {
    require(document, 0);
  }

  /**
   * @param depth containers around the value
   */
  private static void require(Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      requireDepth(depth + 1);
      map.values().forEach(element -> require(element, depth + 1));
    } else if (value instanceof List<?> list) {
      requireDepth(depth + 1);
      list.forEach(element -> require(element, depth + 1));
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      throw ToolException.invalid("expected numbers in the range of a double, got one beyond it");
    }
  }

  private static void requireDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw ToolException.invalid(
          "expected a document of at most "
              + MAX_DEPTH
              + " arrays and objects within one another, got more");
    }
  }
}
