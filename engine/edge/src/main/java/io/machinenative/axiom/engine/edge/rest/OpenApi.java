package io.machinenative.axiom.engine.edge.rest;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.access.Grants;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;

/**
 * The description of all tools as HTTP endpoints, written anew when a tool comes, changes or goes.
 * Owned by the ingress thread.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1.html">OpenAPI 3.1</a>
 */
final class OpenApi {
  private static final long NONE = -1;

  private static final String PROBLEM =
      "{\"type\":\"object\",\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":"
          + "\"string\"},\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},"
          + "\"code\":{\"type\":\"integer\",\"description\":\"Status of the wire\"},\"name\":"
          + "{\"type\":\"string\"},\"retryAfterMs\":{\"type\":\"integer\"}},\"required\":[\"type\","
          + "\"title\",\"status\",\"detail\",\"code\",\"name\"]}";

  private final String serverName;
  private final String version;
  private final ByteSink document = new ByteSink();
  private long epoch = NONE;
  private Grants written = Grants.ALL;

  OpenApi(String serverName, String version) {
    this.serverName = serverName;
    this.version = version;
  }

  /** What a caller may see of it; valid until the next call. */
  ByteSink of(RouteSnapshot routes, Grants grants) {
    if (epoch != routes.epoch() || written != grants) {
      write(routes, grants);
      epoch = routes.epoch();
      written = grants;
    }
    return document;
  }

  private void write(RouteSnapshot routes, Grants grants) {
    document.reset().put("{\"openapi\":\"3.1.1\",\"info\":{\"title\":").text(serverName);
    document.put(",\"version\":").text(version);
    document.put("},\"jsonSchemaDialect\":\"https://json-schema.org/draft/2020-12/schema\"");
    document.put(",\"paths\":{");
    String comma = "";
    for (int i = 0; i < routes.size(); i++) {
      Route route = routes.byName(i);
      if (grants.allowsAll() || grants.allows(routes.slotOf(route.toolId()))) {
        operation(document.put(comma), route);
        comma = ",";
      }
    }
    document.put("},\"components\":{\"schemas\":{\"Problem\":").put(PROBLEM);
    document.put("},\"responses\":{\"Problem\":{\"description\":\"The call failed\",\"content\":");
    document.put("{\"application/problem+json\":{\"schema\":");
    document.put("{\"$ref\":\"#/components/schemas/Problem\"}}}}}}}");
  }

  private static void operation(ByteSink sink, Route route) {
    sink.text(RestEndpoint.TOOLS + "/" + route.name() + ":invoke").put(":{\"post\":{");
    sink.put("\"operationId\":").text(route.name()).put(",\"summary\":").text(route.title());
    sink.put(",\"description\":").text(route.description());
    sink.put(",\"parameters\":[");
    parameter(sink, "Axiom-Timeout-Ms", "integer");
    parameter(sink.put(','), "Axiom-Priority", "string");
    parameter(sink.put(','), "Idempotency-Key", "string");
    sink.put("],\"requestBody\":{\"content\":{");
    String comma = "";
    for (ContentType type :
        new ContentType[] {ContentType.JSON, ContentType.TEXT, ContentType.BINARY}) {
      if (route.handler(type.value()) != null) {
        String schema = type == ContentType.JSON ? route.inputSchema() : "";
        sink.put(comma).text(ToolDescription.mediaType(type));
        sink.put(":{\"schema\":").put(schema.isEmpty() ? "{}" : schema).put('}');
        comma = ",";
      }
    }
    sink.put("}},\"responses\":{\"200\":{\"description\":\"The tool's result\",\"content\":{");
    if (route.outputSchema().isEmpty()) {
      sink.put("\"*/*\":{}");
    } else {
      sink.put("\"application/json\":{\"schema\":").put(route.outputSchema()).put('}');
    }
    sink.put("}},\"default\":{\"$ref\":\"#/components/responses/Problem\"}}}}");
  }

  private static void parameter(ByteSink sink, String name, String type) {
    sink.put("{\"name\":").text(name).put(",\"in\":\"header\",\"schema\":{\"type\":").text(type);
    sink.put("}}");
  }
}
