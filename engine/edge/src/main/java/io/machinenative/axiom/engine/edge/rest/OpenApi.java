package io.machinenative.axiom.engine.edge.rest;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.access.Grants;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import io.machinenative.axiom.engine.port.Identity;
import java.util.List;
import java.util.function.Consumer;

/**
 * The description of all tools as HTTP endpoints, written anew when a tool comes, changes or goes.
 * Owned by the ingress thread.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1.html">OpenAPI 3.1</a>
 */
final class OpenApi {
  private static final long NONE = -1;

  private static final List<ContentType> TYPES =
      List.of(ContentType.JSON, ContentType.TEXT, ContentType.BINARY, ContentType.COMPOUND);

  private final String serverName;
  private final String version;
  private final ByteSink document = new ByteSink();
  private long epoch = NONE;
  private Grants written = Grants.ALL;
  private Identity asking;

  OpenApi(String serverName, String version) {
    this.serverName = serverName;
    this.version = version;
  }

  /**
   * What a caller may see of it; valid until the next call.
   *
   * @param identity says who callers are
   */
  ByteSink of(RouteSnapshot routes, Grants grants, Identity identity) {
    if (epoch != routes.epoch() || written != grants || asking != identity) {
      write(routes, grants, identity);
      epoch = routes.epoch();
      written = grants;
      asking = identity;
    }
    return document;
  }

  private void write(RouteSnapshot routes, Grants grants, Identity identity) {
    document.reset().put("{\"openapi\":\"3.1.1\",\"info\":{\"title\":").text(serverName);
    document.put(",\"version\":").text(version);
    document.put("},\"jsonSchemaDialect\":\"https://json-schema.org/draft/2020-12/schema\"");
    if (!identity.isOpen()) {
      document.put(",\"security\":[{\"bearer\":[]},{\"apiKey\":[]}");
      document.put(identity.anonymous() == null ? "]" : ",{}]");
    }
    document.put(",\"paths\":{").put(OpenApiParts.PATHS);
    forEach(routes, grants, this::operation);
    document.put("},\"components\":{\"schemas\":{").put(OpenApiParts.SCHEMAS);
    forEach(routes, grants, this::schemas);
    document.put("},").put(OpenApiParts.OTHERS);
    document.put(identity.isOpen() ? "" : OpenApiParts.SECURITY).put("}}");
  }

  private static void forEach(RouteSnapshot routes, Grants grants, Consumer<Route> what) {
    for (int i = 0; i < routes.size(); i++) {
      Route route = routes.byName(i);
      if (grants.allowsAll() || grants.allows(routes.slotOf(route.toolId()))) {
        what.accept(route);
      }
    }
  }

  private void operation(Route route) {
    document.put(',').text(RestEndpoint.TOOLS + "/" + route.name() + ":invoke");
    document.put(":{\"post\":{\"operationId\":").text(route.name());
    document.put(",\"summary\":").text(route.label().title());
    document.put(",\"description\":").text(route.label().description());
    document.put(",\"parameters\":").put(OpenApiParts.PARAMETERS);
    document.put(",\"requestBody\":{\"content\":{");
    String comma = "";
    for (ContentType type : TYPES) {
      if (route.handler(type.value()) != null) {
        document.put(comma).text(ToolDescription.mediaType(type)).put(":{\"schema\":");
        document.put(body(route, type)).put('}');
        comma = ",";
      }
    }
    document.put("}},\"responses\":{\"200\":{\"description\":\"The tool's result\",\"content\":{");
    if (route.schemas().output().isEmpty()) {
      document.put("\"*/*\":{}");
    } else {
      document.put("\"application/json\":{\"schema\":").put(reference(route, "output")).put('}');
    }
    document.put(',').put(OpenApiParts.STREAMS);
    document.put("}},\"default\":{\"$ref\":\"#/components/responses/Problem\"}}}}");
  }

  private static String body(Route route, ContentType type) {
    return switch (type) {
      case JSON -> route.schemas().input().isEmpty() ? "{}" : reference(route, "input");
      case TEXT -> "{\"type\":\"string\"}";
      default -> "{}";
    };
  }

  /** Names of tools are names of components as well. */
  private static String component(Route route, String which) {
    return route.name() + "." + which;
  }

  private static String reference(Route route, String which) {
    return "{\"$ref\":\"" + OpenApiSchema.PLACE + component(route, which) + "\"}";
  }

  private void schemas(Route route) {
    schema(component(route, "input"), route.schemas().input());
    schema(component(route, "output"), route.schemas().output());
  }

  private void schema(String component, String json) {
    if (!json.isEmpty()) {
      document.put(',').text(component).put(':').put(OpenApiSchema.of(json, component));
    }
  }
}
