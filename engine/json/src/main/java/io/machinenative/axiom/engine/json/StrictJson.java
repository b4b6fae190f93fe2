package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.ToolException;
import org.agrona.DirectBuffer;
import org.agrona.io.DirectBufferInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one JSON value from untrusted bytes into a tree. Any thread; allocates the tree; borrows
 * the bytes until it returns, and never looks beyond them.
 */
final class StrictJson {
  private final ObjectReader reader;

  StrictJson(JsonMapper mapper) {
    reader = mapper.readerFor(JsonNode.class);
  }

  /**
   * @throws ToolException INVALID_ARGUMENT when the bytes are not exactly one JSON value within the
   *     bounds of {@link JsonDialect}
   */
  JsonNode read(DirectBuffer buffer, int offset, int length) {
    int defect = Utf8.firstDefect(buffer, offset, length);
    if (defect != Utf8.VALID) {
      throw ToolException.invalid(
          "expected JSON in UTF-8, found a malformed sequence at byte " + defect + " of " + length);
    }
    try {
      return reader.readValue(new DirectBufferInputStream(buffer, offset, length));
    } catch (StreamConstraintsException e) {
      throw ToolException.invalid(
          "expected JSON within bounds, found " + ErrorText.of(e.getOriginalMessage()) + place(e));
    } catch (UnexpectedEndOfInputException e) {
      throw ToolException.invalid(
          "expected a JSON value, found its end after "
              + length
              + " bytes: "
              + ErrorText.of(e.getOriginalMessage()));
    } catch (JacksonException e) {
      throw ToolException.invalid(
          "expected a JSON value, found an error"
              + place(e)
              + ": "
              + ErrorText.of(e.getOriginalMessage()));
    } catch (NumberFormatException e) {
      throw ToolException.invalid(
          "expected JSON within bounds, found " + ErrorText.of(e.getMessage()));
    }
  }

  private static String place(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    return location == null || location.getLineNr() < 0
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
