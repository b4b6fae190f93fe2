package io.machinenative.axiom.engine.edge.rest;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.edge.call.CallRequest;
import io.machinenative.axiom.engine.edge.call.CallText;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What header fields say of a call:
 *
 * <pre>
 *  Axiom-Timeout-Ms   time left, whole milliseconds
 *  Axiom-Priority     low, normal, high, critical
 *  Idempotency-Key    any text; its SHA-256, cut to 128 bits, is the key
 *  traceparent        W3C Trace Context
 *  tracestate         goes with it
 *  Content-Type       what the body is
 * </pre>
 *
 * <p>Stateless; allocates for the fields that are there.
 */
final class CallFields {
  private CallFields() {}

  /**
   * @throws IllegalArgumentException naming a field whose value is wrong
   */
  static void read(HttpExchange exchange, CallRequest call) {
    String timeout = exchange.header("axiom-timeout-ms");
    if (timeout != null) {
      try {
        call.timeoutNs(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(timeout)));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "Axiom-Timeout-Ms: expected a whole number, got '" + timeout + "'", e);
      }
    }
    String priority = exchange.header("axiom-priority");
    if (priority != null) {
      try {
        call.priority(CallText.priority(priority));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("Axiom-Priority: " + e.getMessage(), e);
      }
    }
    String key = exchange.header("idempotency-key");
    if (key != null) {
      CallText.idempotencyKey(key, call);
    }
    String trace = exchange.header("traceparent");
    if (trace != null) {
      call.trace(trace, String.join(",", exchange.headers().getAll("tracestate")));
    }
  }

  /** What a media type means for a tool; JSON for none, null for one that means nothing. */
  static ContentType contentType(String mediaType) {
    if (mediaType == null) {
      return ContentType.JSON;
    }
    int end = mediaType.indexOf(';');
    String type = (end < 0 ? mediaType : mediaType.substring(0, end)).strip();
    return switch (type.toLowerCase(Locale.ROOT)) {
      // curl says the second unless it is told otherwise
      case "application/json", "application/x-www-form-urlencoded", "" -> ContentType.JSON;
      case "text/plain" -> ContentType.TEXT;
      case "application/octet-stream" -> ContentType.BINARY;
      case "application/vnd.axiom.compound" -> ContentType.COMPOUND;
      default -> null;
    };
  }
}
