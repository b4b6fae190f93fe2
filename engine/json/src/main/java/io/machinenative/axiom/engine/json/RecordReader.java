package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.ToolException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/** Builds records from valid trees. Immutable, any thread; allocates the record. */
final class RecordReader<T extends Record> {
  private final ObjectReader reader;

  RecordReader(JsonMapper mapper, Class<T> type) {
    reader = mapper.readerFor(type);
  }

  /**
   * @throws ToolException INVALID_ARGUMENT when a value does not fit its component in a way that
   *     the schema does not say: a number out of its type's range, text that is not base64, or what
   *     the record's own constructor refuses
   */
  T read(JsonNode valid) {
    try {
      return reader.readValue(valid);
    } catch (ValueInstantiationException e) {
      throw refusal(e);
    } catch (JacksonException e) {
      throw ToolException.invalid(
          pointer(e.getPath())
              + ": expected a value that fits, found: "
              + ErrorText.of(e.getOriginalMessage()));
    }
  }

  /**
   * What a record's constructor threw: a refusal when it is about the arguments, else a fault of
   * the tool.
   */
  private static RuntimeException refusal(ValueInstantiationException e) {
    Throwable cause = e.getCause();
    if (cause instanceof ToolException answer) {
      return answer;
    }
    if (cause instanceof IllegalArgumentException || cause instanceof NullPointerException) {
      return ToolException.invalid(
          pointer(e.getPath()) + ": refused: " + ErrorText.of(cause.getMessage()));
    }
    return e;
  }

  private static String pointer(List<JacksonException.Reference> path) {
    StringBuilder pointer = new StringBuilder();
    for (JacksonException.Reference step : path) {
      pointer.append('/');
      if (step.getPropertyName() != null) {
        pointer.append(step.getPropertyName());
      } else {
        pointer.append(step.getIndex());
      }
    }
    return pointer.isEmpty() ? "(whole value)" : pointer.toString();
  }
}
