package io.machinenative.axiom.engine.edge.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.StatusFamily;
import io.machinenative.axiom.engine.base.Sha256;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Locale;
import org.agrona.DirectBuffer;

/**
 * What texts say of a call, and what is said of its outcome as members of a JSON object. Stateless;
 * allocates for texts, not for a result that is JSON.
 */
public final class CallText {
  private CallText() {}

  /**
   * A priority by its name.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Priority priority(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "low" -> Priority.LOW;
      case "normal" -> Priority.NORMAL;
      case "high" -> Priority.HIGH;
      case "critical" -> Priority.CRITICAL;
      default ->
          throw new IllegalArgumentException(
              "expected low, normal, high or critical, got '" + name + "'");
    };
  }

  /** Sets the idempotency key of a call: any text; its SHA-256, cut to 128 bits, is the key. */
  public static void idempotencyKey(String text, CallRequest call) {
    ByteBuffer digest = ByteBuffer.wrap(Sha256.begin().digest(text.getBytes(UTF_8)));
    call.idempotencyKey(digest.getLong(), digest.getLong());
  }

  /** Writes a result: {@code "result":JSON}, {@code "text":"..."} or {@code "base64":"..."}. */
  public static ByteSink result(
      ByteSink sink, ContentType type, DirectBuffer buffer, int offset, int length) {
    byte[] bytes = buffer.byteArray();
    int start = buffer.wrapAdjustment() + offset;
    switch (type) {
      case JSON -> sink.put("\"result\":").line(bytes, start, length);
      case TEXT -> sink.put("\"text\":\"").escaped(bytes, start, length).put('"');
      default -> {
        byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        sink.put("\"base64\":\"").put(Base64.getEncoder().encode(copy)).put('"');
      }
    }
    return sink;
  }

  /** Writes {@code "error":{...}} with the status of the wire. */
  public static ByteSink error(ByteSink sink, Status status, int retryAfterMs, String detail) {
    sink.put("\"error\":{\"code\":").number(status.value());
    sink.put(",\"name\":\"").put(status.name()).put("\",\"detail\":").text(detail);
    if (StatusFamily.of(status) == StatusFamily.NOT_STARTED) {
      sink.put(",\"retryAfterMs\":").number(retryAfterMs);
    }
    return sink.put('}');
  }

  /** Writes {@code "progress":{...}}. */
  public static ByteSink progress(ByteSink sink, double done, double total, String message) {
    sink.put("\"progress\":{\"done\":").number(Double.isFinite(done) ? done : 0);
    if (Double.isFinite(total)) {
      sink.put(",\"total\":").number(total);
    }
    if (!message.isEmpty()) {
      sink.put(",\"message\":").text(message);
    }
    return sink.put('}');
  }
}
