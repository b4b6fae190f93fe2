package io.machinenative.axiom.engine.edge.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.json.HeaderAnnotations;
import io.machinenative.axiom.engine.json.HeaderArgument;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.pipeline.Route;
import java.util.List;
import java.util.Map;

/**
 * Writes how a tool is listed. Schemas are copied as the tool gives them, but for line breaks. A
 * tool without a JSON face gets a schema for what it takes: a text, or bytes in base64.
 *
 * <p>Stateless; allocates.
 */
final class ToolListing {
  private static final String ANY_OBJECT = "{\"type\":\"object\"}";
  private static final String ONE_TEXT =
      "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},\"required\":[\"text\"]}";
  private static final String ONE_BLOB =
      "{\"type\":\"object\",\"properties\":{\"base64\":{\"type\":\"string\","
          + "\"contentEncoding\":\"base64\"}},\"required\":[\"base64\"]}";

  private ToolListing() {}

  static ListedTool of(Route route) {
    ContentType type = argumentType(route);
    byte[] input = oneLine(inputSchema(route, type));
    byte[] output = oneLine(route.schemas().output());
    Object schema = Json.read(input);
    boolean objectOut = output.length > 0 && isObjectSchema(Json.read(output));
    List<HeaderArgument> headers = HeaderAnnotations.of(schema);
    return new ListedTool(
        route,
        type,
        input,
        output,
        listed(route, input, output),
        objectOut || output.length == 0
            ? listed(route, input, output)
            : listed(route, input, new byte[0]),
        headers.toArray(new HeaderArgument[0]));
  }

  private static ContentType argumentType(Route route) {
    for (ContentType type : List.of(ContentType.JSON, ContentType.TEXT, ContentType.BINARY)) {
      if (route.handler(type.value()) != null) {
        return type;
      }
    }
    return ContentType.JSON; // it takes COMPOUND alone: the engine refuses the call, and says why
  }

  private static String inputSchema(Route route, ContentType type) {
    return switch (type) {
      case TEXT -> ONE_TEXT;
      case BINARY -> ONE_BLOB;
      default -> {
        boolean given =
            !route.schemas().input().isEmpty()
                && isObjectSchema(Json.read(route.schemas().input()));
        yield given ? route.schemas().input() : ANY_OBJECT;
      }
    };
  }

  private static boolean isObjectSchema(Object schema) {
    return schema instanceof Map<?, ?> map && "object".equals(map.get("type"));
  }

  /** Line breaks in JSON stand between tokens, where a space does as well. */
  static byte[] oneLine(String json) {
    byte[] bytes = json.strip().getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        bytes[i] = ' ';
      }
    }
    return bytes;
  }

  private static byte[] listed(Route route, byte[] input, byte[] output) {
    ByteSink json = new ByteSink();
    json.put("{\"name\":").text(route.name());
    json.put(",\"title\":").text(route.label().title());
    // agents expect some description
    String description =
        route.label().description().isEmpty() ? route.label().title() : route.label().description();
    json.put(",\"description\":").text(description);
    IconList.add(json, route.label().icons());
    json.put(",\"inputSchema\":").put(input);
    if (output.length > 0) {
      json.put(",\"outputSchema\":").put(output);
    }
    json.put(",\"annotations\":{\"readOnlyHint\":").put(flag(route.hints().readOnly()));
    json.put(",\"destructiveHint\":").put(flag(route.hints().destructive()));
    json.put(",\"idempotentHint\":").put(flag(route.hints().idempotent()));
    json.put(",\"openWorldHint\":").put(flag(route.hints().openWorld())).put("}}");
    return json.toArray();
  }

  private static String flag(boolean value) {
    return value ? "true" : "false";
  }
}
