package io.machinenative.axiom.engine.edge.problem;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.StatusFamily;
import io.machinenative.axiom.engine.edge.http.Answers;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import java.util.Locale;

/**
 * Failures as problem details, with the status of the wire in {@code code} and {@code name}.
 * Stateless; allocates.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public final class Problems {
  private static final int MS_PER_S = 1000;

  private Problems() {}

  /**
   * Answers with the status of HTTP that a status of the wire becomes.
   *
   * @param sink empty, to write into
   * @param retryAfterMs hint, for what was not started
   */
  public static void answer(
      HttpExchange exchange, ByteSink sink, Status status, int retryAfterMs, String detail) {
    answer(exchange, sink, HttpStatuses.of(status), status, retryAfterMs, detail);
  }

  /** As the other, with another status of HTTP. */
  public static void answer(
      HttpExchange exchange,
      ByteSink sink,
      int code,
      Status status,
      int retryAfterMs,
      String detail) {
    String name = status.name();
    sink.put("{\"type\":\"urn:axiom:status:").put(name.toLowerCase(Locale.ROOT).replace('_', '-'));
    sink.put("\",\"title\":").text(name.toLowerCase(Locale.ROOT).replace('_', ' '));
    sink.put(",\"status\":").number(code).put(",\"detail\":").text(detail);
    sink.put(",\"code\":").number(status.value()).put(",\"name\":\"").put(name).put('"');
    if (StatusFamily.of(status) == StatusFamily.NOT_STARTED) {
      sink.put(",\"retryAfterMs\":").number(retryAfterMs);
      int seconds = (retryAfterMs + MS_PER_S - 1) / MS_PER_S;
      exchange.field(Answers.line("Retry-After: " + seconds));
    }
    exchange.answer(code, Answers.PROBLEM, sink.put('}'));
  }
}
