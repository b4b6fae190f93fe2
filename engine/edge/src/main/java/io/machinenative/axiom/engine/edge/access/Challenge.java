package io.machinenative.axiom.engine.edge.access;

import io.machinenative.axiom.engine.access.ProtectedResource;
import io.machinenative.axiom.engine.edge.http.Answers;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The header field that tells a client what to bring: {@code WWW-Authenticate} of RFC 6750, with
 * the document of RFC 9728 where there is an authorization server. Stateless; allocates.
 */
public final class Challenge {
  private static final String MCP = "/mcp";

  private Challenge() {}

  /**
   * For who brings nothing, or nothing good.
   *
   * @param presented whether it brought anything
   */
  static void missing(
      HttpExchange exchange, String scheme, ProtectedResource resource, boolean presented) {
    StringBuilder field = begin(exchange, scheme, resource);
    scope(field, resource.scopes());
    if (presented) {
      field.append(", error=\"invalid_token\"");
    }
    exchange.field(Answers.line(field.toString()));
  }

  /**
   * For who needs another scope.
   *
   * @param granted scopes that it has, which a new token should have as well
   */
  public static void insufficientScope(
      HttpExchange exchange, ProtectedResource resource, Collection<String> granted, String scope) {
    StringBuilder field = begin(exchange, exchange.scheme(), resource);
    field.append(", error=\"insufficient_scope\"");
    Set<String> all = new LinkedHashSet<>(granted);
    all.add(scope);
    scope(field, all);
    exchange.field(Answers.line(field.toString()));
  }

  private static StringBuilder begin(
      HttpExchange exchange, String scheme, ProtectedResource resource) {
    StringBuilder field = new StringBuilder("WWW-Authenticate: Bearer realm=\"axiom\"");
    if (resource.isOAuth()) {
      String path = exchange.path().equals(MCP) ? MCP : "";
      field.append(", resource_metadata=\"").append(origin(exchange, scheme, resource));
      field.append(ResourceMetadata.PATH).append(path).append('"');
    }
    return field;
  }

  private static void scope(StringBuilder field, Collection<String> scopes) {
    if (!scopes.isEmpty()) {
      field.append(", scope=\"").append(String.join(" ", scopes)).append('"');
    }
  }

  /** As clients know the server: by its configuration, or as this one has named it. */
  static String origin(HttpExchange exchange, String scheme, ProtectedResource resource) {
    return resource.origin().orElseGet(() -> scheme + "://" + exchange.header("host"));
  }
}
