package io.machinenative.axiom.engine.gateway.link;

import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.NanoClock;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.message.MessageSupport;

/**
 * One connection of HTTP/1.1, and one request at a time on it.
 *
 * <p>Reading and writing wait on the caller's thread. That they end in time is the {@link Watch}'s
 * business: a read with a timeout of its own costs a virtual thread twice as much as one without
 * (measured: 20 us against 11 for a request and its answer).
 *
 * <p><b>Threads.</b> Used by one at a time; {@link #expire} and {@link #close} are anybody's.
 * <b>Ownership.</b> Owns the socket.
 */
final class Wire {
  /** Is no time: the connection was ended for being late, or is not wanted any more. */
  private static final long ENDED = Long.MIN_VALUE;

  /** Longer than anybody waits, and short enough to be added to a time. */
  private static final long LONGEST_NS = Long.MAX_VALUE / 4;

  private static final int BUFFER_BYTES = 8 * 1024;
  private static final int MOST_INTERIM = 16;
  private static final Http1Config BOUNDS =
      Http1Config.custom().setMaxHeaderCount(128).setMaxLineLength(16 * 1024).build();

  private final SocketChannel channel;
  private final Watch watch;
  private final boolean last;
  private final NanoClock clock;
  private final AtomicLong deadlineNs;
  private final SessionInputBufferImpl buffer = new SessionInputBufferImpl(BUFFER_BYTES, -1);
  private final DefaultHttpResponseParser parser = new DefaultHttpResponseParser(BOUNDS);
  private final ByteBuffer one = ByteBuffer.allocate(1);
  private InputStream in;
  private OutputStream out;
  private ClassicHttpResponse head;
  private InputStream body;
  private boolean wholeBody;
  private volatile boolean late;

  /**
   * @param channel owned
   * @param openNs in which the caller gets it ready for its first request, at most
   * @param last whether it is for a good-bye
   */
  Wire(SocketChannel channel, Watch watch, NanoClock clock, long openNs, boolean last) {
    this.channel = channel;
    this.last = last;
    this.watch = watch;
    this.clock = clock;
    this.deadlineNs = new AtomicLong(clock.nanoTime() + openNs);
    watch.add(this);
  }

  /** Over which socket it speaks: that of the channel, or one that enciphers on it. */
  void speakOver(Socket socket) throws IOException {
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** Gives it so long from now on. Answers whether it was still in time. */
  boolean arm(long waitNs) {
    long before = deadlineNs.get();
    long next = clock.nanoTime() + Math.min(waitNs, LONGEST_NS);
    if (before == ENDED || !deadlineNs.compareAndSet(before, next)) {
      return false;
    }
    watch.armed(next);
    return true;
  }

  /** By the watch: until when it has time; ends it when that is over, which answers the present. */
  long expire(long nowNs) {
    long until = deadlineNs.get();
    if (until != ENDED && until - nowNs <= 0 && deadlineNs.compareAndSet(until, ENDED)) {
      late = true;
      close();
    }
    return late ? nowNs : until;
  }

  /** Whether it may outlive its link for a moment. */
  boolean isLast() {
    return last;
  }

  /** Sends a request. */
  void send(byte[] request, long waitNs) throws UpstreamException, InterruptedException {
    head = null;
    body = null;
    wholeBody = false;
    requireTime(waitNs);
    try {
      out.write(request);
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Status and header fields of the answer. Interim ones are left out.
   *
   * @param waitNs for it, at most
   */
  HttpResponse awaitHead(long waitNs) throws UpstreamException, InterruptedException {
    requireTime(waitNs);
    try {
      for (int i = 0; i < MOST_INTERIM; i++) {
        head = parser.parse(buffer, in);
        if (head == null) {
          throw new EOFException("without an answer");
        }
        if (head.getCode() >= 200) {
          body = bodyOf(head);
          return head;
        }
      }
      throw new UpstreamException(Kind.WRONG, "promises an answer again and again");
    } catch (IOException | HttpException e) {
      throw failure(e);
    }
  }

  private InputStream bodyOf(ClassicHttpResponse answer) throws HttpException {
    if (!MessageSupport.canResponseHaveBody(answer)) {
      return InputStream.nullInputStream();
    }
    long length = DefaultContentLengthStrategy.INSTANCE.determineLength(answer);
    if (length == ContentLengthStrategy.CHUNKED) {
      return new ChunkedInputStream(buffer, in, BOUNDS);
    }
    return length >= 0
        ? new ContentLengthInputStream(buffer, in, length)
        : new IdentityInputStream(buffer, in);
  }

  /**
   * Reads of the body what there is.
   *
   * @param waitNs for anything, at most
   * @return bytes read; -1 at the end
   */
  int read(byte[] into, long waitNs) throws UpstreamException, InterruptedException {
    requireTime(waitNs);
    try {
      int count = body.read(into, 0, into.length);
      wholeBody = count < 0;
      return count;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void requireTime(long waitNs) throws UpstreamException, InterruptedException {
    if (!arm(waitNs)) {
      throw failure(new EOFException("it is closed"));
    }
  }

  /** Whether the answer was read, and another request may follow. */
  boolean isFree() {
    return wholeBody
        && !buffer.hasBufferedData()
        && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(null, head, null);
  }

  /** What the server says of how long it keeps a connection; null for nothing. */
  String keepAlive() {
    return head.containsHeader("Keep-Alive") ? head.getFirstHeader("Keep-Alive").getValue() : null;
  }

  /** Whether the other end is there as far as one can know, and has said nothing unasked. */
  boolean isFresh() {
    try {
      channel.configureBlocking(false);
      try {
        return channel.read(one.clear()) == 0;
      } finally {
        channel.configureBlocking(true);
      }
    } catch (IOException _) {
      return false; // it is closed
    }
  }

  /** What an exception means; the connection is of no use after it. */
  UpstreamException failure(Exception thrown) throws InterruptedException {
    close();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return late
        ? new UpstreamException(Kind.SILENT, "sent nothing for too long")
        : HttpFailure.of(thrown);
  }

  /** Ends it, whatever it does. Never waits. */
  void close() {
    deadlineNs.set(ENDED);
    watch.remove(this);
    try {
      channel.close();
    } catch (IOException _) {
      // nothing is lost with it
    }
  }
}
