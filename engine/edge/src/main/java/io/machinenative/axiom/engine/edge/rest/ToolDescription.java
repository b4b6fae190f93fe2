package io.machinenative.axiom.engine.edge.rest;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.pipeline.Route;
import java.util.List;
import java.util.Locale;

/** What is said of a tool by HTTP. Stateless; allocates texts. */
public final class ToolDescription {
  private static final List<ContentType> TYPES =
      List.of(ContentType.JSON, ContentType.TEXT, ContentType.BINARY, ContentType.COMPOUND);

  private ToolDescription() {}

  /** Appends the description as a JSON object. */
  public static void write(ByteSink sink, Route route) {
    sink.put("{\"name\":").text(route.name());
    sink.put(",\"version\":").text(route.label().version());
    sink.put(",\"title\":").text(route.label().title());
    sink.put(",\"description\":").text(route.label().description());
    sink.put(",\"mode\":\"").put(route.mode().name().toLowerCase(Locale.ROOT));
    sink.put("\",\"accepts\":[");
    String comma = "";
    for (ContentType type : TYPES) {
      if (route.handler(type.value()) != null) {
        sink.put(comma).text(mediaType(type));
        comma = ",";
      }
    }
    sink.put("],\"readOnly\":").put(Boolean.toString(route.hints().readOnly()));
    sink.put(",\"idempotent\":").put(Boolean.toString(route.hints().idempotent()));
    sink.put(",\"destructive\":").put(Boolean.toString(route.hints().destructive()));
    sink.put(",\"openWorld\":").put(Boolean.toString(route.hints().openWorld()));
    if (!route.schemas().input().isEmpty()) {
      sink.put(",\"inputSchema\":").put(route.schemas().input());
    }
    if (!route.schemas().output().isEmpty()) {
      sink.put(",\"outputSchema\":").put(route.schemas().output());
    }
    sink.put(",\"invoke\":").text(RestEndpoint.TOOLS + "/" + route.name() + ":invoke").put('}');
  }

  static String mediaType(ContentType type) {
    return switch (type) {
      case JSON -> "application/json";
      case TEXT -> "text/plain";
      case COMPOUND -> "application/vnd.axiom.compound";
      default -> "application/octet-stream";
    };
  }
}
