package io.machinenative.axiom.engine.edge.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.access.Admission;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.edge.http.HttpHandler;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.problem.HttpStatuses;
import io.machinenative.axiom.engine.edge.problem.Problems;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.port.Identity;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Stands before all that is served by HTTP: finds out who asks, and lets nobody by who may not come
 * in. Credentials come in header fields alone, never in the address, which is logged everywhere.
 *
 * <p>Owned by the ingress thread. Costs one comparison where nobody is asked for anything.
 */
public final class HttpGate implements HttpHandler {
  private static final String BEARER = "Bearer ";

  /**
   * What is open to everybody: it tells nothing, and those who watch servers have no credentials.
   */
  private static final Set<String> OPEN = Set.of("/health", "/ready", "/console");

  private static final String PAGE = "/console/";

  private final IngressContext context;
  private final HttpHandler next;
  private final Predicate<HttpExchange> later;
  private final EngineCounters counters;
  private final ByteSink sink = new ByteSink();

  /**
   * @param context the duty cycle's policy
   * @param next serves who comes in
   * @param later whether a request that presents nothing opens a session that says who it is by
   *     itself, before the certificate of the connection does
   */
  public HttpGate(
      IngressContext context,
      HttpHandler next,
      Predicate<HttpExchange> later,
      EngineCounters counters) {
    this.later = later;
    this.context = context;
    this.next = next;
    this.counters = counters;
  }

  @Override
  public void onRequest(HttpExchange exchange) {
    Identity identity = context.policy().identity();
    if (identity.isOpen()) {
      exchange.caller(identity.anonymous());
      next.onRequest(exchange);
    } else if (!ResourceMetadata.answer(exchange, exchange.scheme(), identity.resource())) {
      if (isOpen(exchange)) {
        next.onRequest(exchange);
      } else {
        identify(exchange, identity);
      }
    }
  }

  /** The files of the page hold no data: it asks for those with credentials. */
  private static boolean isOpen(HttpExchange exchange) {
    boolean read = exchange.method().equals("GET") || exchange.method().equals("HEAD");
    String path = exchange.path();
    return read && (OPEN.contains(path) || path.startsWith(PAGE));
  }

  private void identify(HttpExchange exchange, Identity identity) {
    Credential credential = credential(exchange);
    if (credential != null && !isOfRequest(credential) && later.test(exchange)) {
      next.onRequest(exchange);
      return;
    }
    Admission admission =
        credential == null
            ? Admission.refused(true, "more than one credential, or one of another kind")
            : identity.identify(credential, exchange.remote(), context.nowNs());
    if (admission.caller() != null) {
      exchange.caller(admission.caller());
      next.onRequest(exchange);
      return;
    }
    counters.increment(admission.counter());
    if (admission.status() == Status.UNAUTHENTICATED) {
      Challenge.missing(exchange, exchange.scheme(), identity.resource(), admission.presented());
      Problems.answer(
          exchange,
          sink.reset(),
          Status.UNAUTHENTICATED,
          0,
          admission.presented()
              ? admission.message()
              : "expected credentials: Authorization: Bearer, or X-API-Key");
    } else {
      Problems.answer(
          exchange,
          sink.reset(),
          HttpStatuses.of(admission.status(), admission.status() == Status.OVERLOADED),
          admission.status(),
          admission.retryAfterMs(),
          admission.message());
    }
  }

  /** Whether the request presents it, and not the connection. */
  private static boolean isOfRequest(Credential credential) {
    return credential.form() != Credential.Form.NONE
        && credential.form() != Credential.Form.CERTIFICATE;
  }

  /** What is presented; null for what is none, or too much. */
  private static Credential credential(HttpExchange exchange) {
    List<String> bearers = exchange.headers().getAll("authorization");
    List<String> keys = exchange.headers().getAll("x-api-key");
    if (bearers.size() + keys.size() > 1) {
      return null;
    }
    if (!bearers.isEmpty()) {
      String value = bearers.getFirst();
      boolean bearer = value.regionMatches(true, 0, BEARER, 0, BEARER.length());
      String token = bearer ? value.substring(BEARER.length()).strip() : "";
      return token.isEmpty() ? null : of(Credential.Form.BEARER, token);
    }
    if (!keys.isEmpty()) {
      return keys.getFirst().isBlank() ? null : of(Credential.Form.API_KEY, keys.getFirst());
    }
    return Credential.of(exchange.certificates());
  }

  private static Credential of(Credential.Form form, String text) {
    return Credential.of(form, text.getBytes(ISO_8859_1));
  }
}
