package io.machinenative.axiom.engine.edge.access;

import io.machinenative.axiom.engine.access.ProtectedResource;
import io.machinenative.axiom.engine.edge.http.Answers;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The document that says where clients get tokens for this server, and for which name: for the
 * whole server, and for its MCP endpoint. Stateless; allocates.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728">RFC 9728</a>
 */
final class ResourceMetadata {
  static final String PATH = "/.well-known/oauth-protected-resource";

  private ResourceMetadata() {}

  /** Answers when it is asked for. */
  static boolean answer(HttpExchange exchange, String scheme, ProtectedResource resource) {
    String path = exchange.path();
    if (!path.startsWith(PATH)) {
      return false;
    }
    String of = path.substring(PATH.length());
    boolean known = of.isEmpty() || of.equals("/") || of.equals("/mcp");
    if (!known || !resource.isOAuth()) {
      exchange.answer(404);
    } else if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
      exchange.field(Answers.line("Allow: GET, HEAD"));
      exchange.answer(405);
    } else {
      exchange.field(Answers.line("Cache-Control: max-age=300"));
      byte[] json = Json.write(document(exchange, scheme, resource, of.equals("/mcp")));
      exchange.answer(200, Answers.JSON, json, json.length);
    }
    return true;
  }

  private static Map<String, Object> document(
      HttpExchange exchange, String scheme, ProtectedResource resource, boolean mcp) {
    String origin = Challenge.origin(exchange, scheme, resource);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("resource", mcp ? resource.url().orElse(origin + "/mcp") : origin);
    document.put("authorization_servers", resource.servers());
    if (!resource.scopes().isEmpty()) {
      document.put("scopes_supported", resource.scopes());
    }
    document.put("bearer_methods_supported", List.of("header"));
    document.put("resource_name", "Axiom");
    return document;
  }
}
