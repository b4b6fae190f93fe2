package io.machinenative.axiom.engine.gateway.link;

import io.machinenative.axiom.engine.gateway.rpc.Incoming;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request by HTTP and its answer: one message, or a stream of events. */
final class HttpExchange implements Exchange {
  static final String SESSION = "Mcp-Session-Id";

  private static final int MOST_RESUMED = 16;
  private static final int MOST_RETRY_MS = 10_000;
  private static final int ERROR_BYTES = 16 * 1024;

  private final HttpLink link;
  private final Map<String, String> headers;
  private final int maxBytes;
  private CompletableFuture<HttpResponse<BodyChunks>> asked;
  private HttpResponse<BodyChunks> head;
  private EventStream events;
  private ByteBuffer rest;
  private int resumed;
  private boolean over;

  HttpExchange(HttpLink link, HttpRequest request, Map<String, String> headers, int maxBytes) {
    this.link = link;
    this.headers = headers;
    this.maxBytes = maxBytes;
    asked = link.start(request);
  }

  @Override
  public Incoming next(long waitNs) throws UpstreamException, InterruptedException {
    if (head == null) {
      head = awaitHead(waitNs);
      if (head.statusCode() != 200) {
        over = true;
        return failure(waitNs);
      }
      if (contentType().startsWith("text/event-stream")) {
        events = new EventStream(maxBytes);
      } else if (!contentType().startsWith("application/json")) {
        throw new UpstreamException(
            Kind.WRONG, "answers with " + describe(contentType()) + " instead of JSON");
      }
    }
    if (over) {
      throw new UpstreamException(Kind.LOST, "ended the answer before it was complete");
    }
    return events == null ? only(waitNs) : fromStream(waitNs);
  }

  private HttpResponse<BodyChunks> awaitHead(long waitNs)
      throws UpstreamException, InterruptedException {
    try {
      return asked.get(waitNs, TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new UpstreamException(Kind.SILENT, "sent nothing for too long");
    } catch (ExecutionException e) {
      throw HttpFailure.of(e);
    }
  }

  private String contentType() {
    return head.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
  }

  private static String describe(String contentType) {
    return contentType.isEmpty() ? "no content type" : UpstreamException.shortened(contentType);
  }

  /** An answer that is one message. */
  private Incoming only(long waitNs) throws UpstreamException, InterruptedException {
    over = true;
    return Incoming.parse(whole(maxBytes, waitNs));
  }

  private byte[] whole(int limit, long waitNs) throws UpstreamException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
    for (ByteBuffer bytes = head.body().read(waitNs);
        bytes != null;
        bytes = head.body().read(waitNs)) {
      if (body.size() + bytes.remaining() > limit) {
        throw new UpstreamException(
            Kind.WRONG, "sent a message longer than the " + limit + " bytes that are read");
      }
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      body.writeBytes(copy);
    }
    return body.toByteArray();
  }

  private Incoming fromStream(long waitNs) throws UpstreamException, InterruptedException {
    while (true) {
      if (rest == null || !rest.hasRemaining()) {
        rest = nextBytes(waitNs);
      }
      if (rest == null) {
        resume(waitNs);
        continue;
      }
      byte[] said = events.take(rest);
      if (said != null && said.length > 0) {
        return Incoming.parse(said);
      }
    }
  }

  /** Null when the stream ended, or was cut and can be gone on with. */
  private ByteBuffer nextBytes(long waitNs) throws UpstreamException, InterruptedException {
    try {
      return head.body().read(waitNs);
    } catch (UpstreamException e) {
      if (e.kind() != Kind.LOST || events.lastId() == null) {
        throw e;
      }
      return null;
    }
  }

  /** A server may end a stream, and have it asked for again. */
  private void resume(long waitNs) throws UpstreamException, InterruptedException {
    if (events.lastId() == null || ++resumed > MOST_RESUMED) {
      over = true;
      throw new UpstreamException(Kind.LOST, "ended the stream before the answer");
    }
    if (events.retryMs() > 0) {
      Thread.sleep(Math.min(events.retryMs(), MOST_RETRY_MS));
    }
    events.dropHalf();
    asked = link.start(link.resume(headers, events.lastId()));
    head = awaitHead(waitNs);
    if (head.statusCode() != 200 || !contentType().startsWith("text/event-stream")) {
      over = true;
      throw new UpstreamException(
          Kind.LOST, "ended the stream before the answer, and does not go on with it");
    }
  }

  /** What a status other than 200 says; it may be an error of JSON-RPC. */
  private Incoming failure(long waitNs) throws UpstreamException, InterruptedException {
    int status = head.statusCode();
    Incoming.Refusal refusal = null;
    if (status >= 400 && status < 500 && contentType().startsWith("application/json")) {
      try {
        refusal =
            Incoming.parse(whole(ERROR_BYTES, waitNs)) instanceof Incoming.Refusal r ? r : null;
      } catch (UpstreamException _) {
        refusal = null; // the status says enough
      }
    } else {
      head.body().cancel();
    }
    boolean ofSession = refusal == null || refusal.code() > -32600 || refusal.code() < -32700;
    if (headers.containsKey(SESSION)
        && (status == 404 || (status == 400 && says(refusal, "session")))
        && ofSession) {
      throw new UpstreamException(Kind.SESSION_OVER, "does not know the session any more");
    }
    if (refusal != null && status != 401 && status != 403 && status != 429) {
      return refusal;
    }
    throw refused(status, refusal);
  }

  private static boolean says(Incoming.Refusal refusal, String word) {
    return refusal != null && refusal.message().toLowerCase(Locale.ROOT).contains(word);
  }

  private UpstreamException refused(int status, Incoming.Refusal refusal) {
    String why = refusal == null ? "" : ": " + refusal.message();
    return switch (status) {
      case 301, 302, 303, 307, 308 ->
          new UpstreamException(
              Kind.REFUSED,
              "redirects to "
                  + UpstreamException.shortened(
                      head.headers().firstValue("Location").orElse("nowhere"))
                  + " (HTTP "
                  + status
                  + "), which is not followed");
      case 401, 403 ->
          new UpstreamException(
              status == 401 ? Kind.UNAUTHORIZED : Kind.REFUSED,
              "refuses this server's credentials (HTTP " + status + ")" + why);
      case 429, 503 ->
          new UpstreamException(
              Kind.BUSY, "asks for patience (HTTP " + status + ")" + why, retryAfterMs());
      default -> new UpstreamException(Kind.REFUSED, "answers HTTP " + status + why);
    };
  }

  private int retryAfterMs() {
    String seconds = head.headers().firstValue("Retry-After").orElse("1");
    boolean number = seconds.length() < 6 && seconds.chars().allMatch(Character::isDigit);
    return number && !seconds.isEmpty() ? Integer.parseInt(seconds) * 1000 : 1000;
  }

  @Override
  public String header(String name) {
    return head == null ? null : head.headers().firstValue(name).orElse(null);
  }

  @Override
  public void close() {
    asked.cancel(true);
    if (asked.isDone() && !asked.isCompletedExceptionally()) {
      asked.join().body().cancel();
    }
  }
}
