package io.machinenative.axiom.engine.json;

import com.networknt.schema.Error;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Turns the validator's errors into findings that name path, expected and found. Stateless. */
final class FindingText {
  private static final int MAX_VALUE_CHARS = 40;

  private FindingText() {}

  static Finding of(Error error) {
    String path = error.getInstanceLocation().toString();
    JsonNode found = error.getInstanceNode();
    return switch (error.getKeyword()) {
      case "required" -> new Finding(path + "/" + escaped(error.getProperty()), "a value", "none");
      case "additionalProperties", "unevaluatedProperties" ->
          new Finding(path + "/" + escaped(error.getProperty()), "no property of this name", "one");
      case "type" -> new Finding(path, types(error.getSchemaNode()), describe(found));
      case "enum" ->
          new Finding(path, "one of " + shortened(error.getSchemaNode(), 200), describe(found));
      case "const" -> new Finding(path, shortened(error.getSchemaNode(), 200), describe(found));
      case "minimum" -> new Finding(path, "at least " + error.getSchemaNode(), describe(found));
      case "maximum" -> new Finding(path, "at most " + error.getSchemaNode(), describe(found));
      case "minLength" ->
          new Finding(path, "at least " + error.getSchemaNode() + " characters", length(found));
      case "maxLength" ->
          new Finding(path, "at most " + error.getSchemaNode() + " characters", length(found));
      case "minItems" ->
          new Finding(path, "at least " + error.getSchemaNode() + " elements", describe(found));
      case "maxItems" ->
          new Finding(path, "at most " + error.getSchemaNode() + " elements", describe(found));
      case "pattern" ->
          new Finding(
              path, "text that matches " + shortened(error.getSchemaNode(), 200), describe(found));
      case null, default -> new Finding(path, error.getMessage(), describe(found));
    };
  }

  /** All findings in one line. */
  static String sentence(List<Finding> findings) {
    return findings.stream().map(Finding::toString).collect(Collectors.joining("; "));
  }

  /** A value for people: its type and its beginning. */
  static String describe(JsonNode value) {
    if (value == null || value.isMissingNode()) {
      return "none";
    }
    return switch (value.getNodeType()) {
      case OBJECT -> "object of " + value.size() + " properties";
      case ARRAY -> "array of " + value.size() + " elements";
      case STRING -> "string " + shortened(value, MAX_VALUE_CHARS);
      case NUMBER ->
          (value.isIntegralNumber() ? "integer " : "number ") + shortened(value, MAX_VALUE_CHARS);
      case BOOLEAN -> "boolean " + value;
      case NULL -> "null";
      case BINARY, POJO, MISSING -> "bytes";
    };
  }

  private static String types(JsonNode keyword) {
    if (!keyword.isArray()) {
      return keyword.asString();
    }
    return keyword.valueStream().map(JsonNode::asString).collect(Collectors.joining(" or "));
  }

  private static String length(JsonNode text) {
    return text.asString().codePointCount(0, text.asString().length()) + " characters";
  }

  private static String shortened(JsonNode value, int maxChars) {
    String text =
        value.isString() && value.asString().length() > maxChars
            ? "\"" + value.asString().substring(0, maxChars) + "..."
            : value.toString();
    return text.length() <= maxChars + 4 ? text : text.substring(0, maxChars) + "...";
  }

  /** A name as a part of a JSON Pointer. */
  private static String escaped(String name) {
    String whole = String.valueOf(name);
    String text =
        whole.length() <= MAX_VALUE_CHARS ? whole : whole.substring(0, MAX_VALUE_CHARS) + "...";
    return text.replace("~", "~0").replace("/", "~1");
  }
}
