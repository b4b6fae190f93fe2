package io.machinenative.axiom.engine.gateway.link;

import io.machinenative.axiom.engine.gateway.rpc.Incoming;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.agrona.concurrent.NanoClock;
import org.apache.hc.core5.http.HttpResponse;

/** A request by HTTP and its answer: one message, or a stream of events. Owns its connection. */
final class HttpExchange implements Exchange {
  static final String SESSION = "Mcp-Session-Id";

  private static final int MOST_RESUMED = 16;
  private static final int MOST_RETRY_MS = 10_000;
  private static final int ERROR_BYTES = 16 * 1024;
  private static final int READ_BYTES = 8 * 1024;
  private static final long REST_NS = 1_000_000_000L;

  private final HttpLink link;
  private final Map<String, String> headers;
  private final int maxBytes;
  private final NanoClock clock;
  private final byte[] bytes = new byte[READ_BYTES];
  private Wire wire;
  private HttpResponse head;
  private EventStream events;
  private ByteBuffer rest = ByteBuffer.allocate(0);
  private int resumed;
  private boolean over;
  private boolean answered;
  private boolean given;
  private long waitNs;
  private long endNs;

  /**
   * @param wire on which the request was sent
   * @param headers of the request
   */
  HttpExchange(
      HttpLink link, Wire wire, Map<String, String> headers, int maxBytes, NanoClock clock) {
    this.link = link;
    this.wire = wire;
    this.headers = headers;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  @Override
  public Incoming next(long signNs, long messageNs) throws UpstreamException, InterruptedException {
    waitNs = signNs;
    endNs = clock.nanoTime() + Math.min(messageNs, Long.MAX_VALUE / 4);
    if (head == null) {
      head = wire.awaitHead(leftNs());
      if (head.getCode() != 200) {
        over = true;
        return failure();
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
    return events == null ? only() : fromStream();
  }

  /** Until something has to be heard. */
  private long leftNs() {
    return Math.max(0, Math.min(waitNs, endNs - clock.nanoTime()));
  }

  private String contentType() {
    return field("Content-Type", "").toLowerCase(Locale.ROOT);
  }

  private static String describe(String contentType) {
    return contentType.isEmpty() ? "no content type" : UpstreamException.shortened(contentType);
  }

  private String field(String name, String otherwise) {
    return head.containsHeader(name) ? head.getFirstHeader(name).getValue() : otherwise;
  }

  /** An answer that is one message. */
  private Incoming only() throws UpstreamException, InterruptedException {
    over = true;
    byte[] message = whole(maxBytes);
    giveBack();
    return Incoming.parse(message);
  }

  private byte[] whole(int limit) throws UpstreamException, InterruptedException {
    ByteArrayOutputStream message = new ByteArrayOutputStream(1024);
    int count = wire.read(bytes, leftNs());
    while (count >= 0) {
      if (message.size() + count > limit) {
        throw new UpstreamException(
            Kind.WRONG, "sent a message longer than the " + limit + " bytes that are read");
      }
      message.write(bytes, 0, count);
      count = wire.read(bytes, leftNs());
    }
    return message.toByteArray();
  }

  private Incoming fromStream() throws UpstreamException, InterruptedException {
    while (true) {
      if (!rest.hasRemaining() && !moreBytes()) {
        resume();
        continue;
      }
      byte[] said = events.take(rest);
      if (said != null && said.length > 0) {
        Incoming message = Incoming.parse(said);
        answered = message instanceof Incoming.Answer || message instanceof Incoming.Refusal;
        return message;
      }
    }
  }

  /** Answers false when the stream ended, or was cut and can be gone on with. */
  private boolean moreBytes() throws UpstreamException, InterruptedException {
    try {
      int count = wire.read(bytes, leftNs());
      rest = ByteBuffer.wrap(bytes, 0, Math.max(0, count));
      return count >= 0;
    } catch (UpstreamException e) {
      if (e.kind() != Kind.LOST || events.lastId() == null) {
        throw e;
      }
      return false;
    }
  }

  /** A server may end a stream, and have it asked for again. */
  private void resume() throws UpstreamException, InterruptedException {
    if (events.lastId() == null || ++resumed > MOST_RESUMED) {
      over = true;
      throw new UpstreamException(Kind.LOST, "ended the stream before the answer");
    }
    giveBack();
    if (events.retryMs() > 0) {
      Thread.sleep(Math.min(events.retryMs(), MOST_RETRY_MS));
    }
    events.dropHalf();
    Map<String, String> asked = new LinkedHashMap<>(headers);
    asked.put("Last-Event-ID", events.lastId());
    wire = link.listenOn(asked);
    given = false;
    head = wire.awaitHead(leftNs());
    if (head.getCode() != 200 || !contentType().startsWith("text/event-stream")) {
      over = true;
      throw new UpstreamException(
          Kind.LOST, "ended the stream before the answer, and does not go on with it");
    }
  }

  /** What a status other than 200 says; it may be an error of JSON-RPC. */
  private Incoming failure() throws UpstreamException, InterruptedException {
    int status = head.getCode();
    Incoming.Refusal refusal = null;
    if (status >= 400 && status < 500 && contentType().startsWith("application/json")) {
      try {
        refusal = Incoming.parse(whole(ERROR_BYTES)) instanceof Incoming.Refusal r ? r : null;
        giveBack();
      } catch (UpstreamException _) {
        refusal = null; // the status says enough
      }
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
                  + UpstreamException.shortened(field("Location", "nowhere"))
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
    String seconds = field("Retry-After", "1");
    boolean number = seconds.length() < 6 && seconds.chars().allMatch(Character::isDigit);
    return number && !seconds.isEmpty() ? Integer.parseInt(seconds) * 1000 : 1000;
  }

  @Override
  public String header(String name) {
    return head == null ? null : field(name, null);
  }

  /** Waits until the request was taken; what is answered does not matter. */
  void leaveOut(long mostNs) throws UpstreamException, InterruptedException {
    waitNs = mostNs;
    endNs = clock.nanoTime() + mostNs;
    head = wire.awaitHead(mostNs);
    readRest();
  }

  /** Reads what is left, when that is little, so that the connection can be used again. */
  private void readRest() throws UpstreamException, InterruptedException {
    int total = 0;
    int count = 0;
    while (count >= 0 && total < ERROR_BYTES) {
      count = wire.read(bytes, leftNs());
      total += count;
    }
    giveBack();
  }

  private void giveBack() {
    if (!given) {
      given = true;
      link.giveBack(wire);
    }
  }

  @Override
  public void close() {
    if (given) {
      return;
    }
    if (answered) {
      link.aside(this::readEnd);
    } else {
      given = true;
      wire.close();
    }
  }

  /** The end of a stream follows its answer, mostly with the same bytes. */
  private void readEnd() {
    waitNs = REST_NS;
    endNs = clock.nanoTime() + REST_NS;
    try {
      readRest();
    } catch (UpstreamException _) {
      giveBack(); // which closes it
    } catch (InterruptedException _) {
      giveBack();
      Thread.currentThread().interrupt();
    }
  }
}
