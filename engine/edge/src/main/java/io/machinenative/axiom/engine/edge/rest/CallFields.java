package io.machinenative.axiom.engine.edge.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.engine.edge.call.CallRequest;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
      call.priority(priority(priority));
    }
    String key = exchange.header("idempotency-key");
    if (key != null) {
      ByteBuffer digest = ByteBuffer.wrap(sha256(key));
      call.idempotencyKey(digest.getLong(), digest.getLong());
    }
    call.traceParent(exchange.header("traceparent"));
  }

  private static Priority priority(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "low" -> Priority.LOW;
      case "normal" -> Priority.NORMAL;
      case "high" -> Priority.HIGH;
      case "critical" -> Priority.CRITICAL;
      default ->
          throw new IllegalArgumentException(
              "Axiom-Priority: expected low, normal, high or critical, got '" + value + "'");
    };
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
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
