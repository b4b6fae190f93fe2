package io.machinenative.axiom.engine.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Arrays;

/**
 * One request of a connection or stream, as it comes. What it refuses it names by a status of HTTP;
 * 0 means that all is well.
 *
 * <p>Owned by the ingress thread. A body that comes in one piece lies in memory that all share; a
 * longer one takes its own, within what the listener grants to all together.
 */
final class RequestCollector {
  private static final int FIRST_BYTES = 1024;

  private final EdgeConnections all;
  private HttpRequest head;
  private byte[] body = Answers.NONE;
  private int length;
  private int reservedBytes;

  RequestCollector(EdgeConnections all) {
    this.all = all;
  }

  /** Whether a head came whose body is not there in full. */
  boolean isCollecting() {
    return head != null;
  }

  /** Takes a head; answers the status with which it is refused. */
  int begin(HttpRequest request) {
    drop();
    head = request;
    return all.refusal(request);
  }

  /** Takes a piece of the body; answers the status with which it is refused. */
  int append(ByteBuf bytes, boolean last) {
    int count = bytes.readableBytes();
    int needed = length + count;
    if (needed > all.config().bodyBytes()) {
      return 413;
    }
    if (length == 0 && last) {
      body = all.scratch(count);
    } else if (needed > body.length && !grow(Math.max(needed, Math.max(FIRST_BYTES, 2 * length)))) {
      return 503;
    }
    bytes.readBytes(body, length, count);
    length = needed;
    return last ? decode() : 0;
  }

  private boolean grow(int bytes) {
    if (!all.reserve(bytes - reservedBytes)) {
      return false;
    }
    reservedBytes = bytes;
    body = Arrays.copyOf(body, bytes);
    return true;
  }

  private int decode() {
    String encoding = head.headers().get(HttpHeaderNames.CONTENT_ENCODING);
    if (encoding == null || length == 0 || encoding.equalsIgnoreCase("identity")) {
      return 0;
    }
    GzipBody inflated = GzipBody.of(body, length, all.config().bodyBytes());
    body = inflated.bytes();
    length = inflated.length();
    return inflated.refusal();
  }

  /** The request that is there in full, for this channel; the next one can begin. */
  HttpExchange take(ExchangeChannel channel) {
    HttpExchange exchange =
        new HttpExchange(channel, head.method().name(), head.uri(), head.headers(), body, length);
    drop();
    return exchange;
  }

  /** Forgets what came. */
  void drop() {
    head = null;
    body = Answers.NONE;
    length = 0;
    if (reservedBytes > 0) {
      all.reserve(-reservedBytes);
      reservedBytes = 0;
    }
  }
}
