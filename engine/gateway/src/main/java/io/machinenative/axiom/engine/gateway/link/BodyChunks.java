package io.machinenative.axiom.engine.gateway.link;

import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, read as it comes and not faster: one part is asked for at a time. Written
 * by the HTTP client, read by one thread.
 */
final class BodyChunks implements BodySubscriber<BodyChunks> {
  /** The end of the body. */
  private static final Object END = new Object();

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final LinkedBlockingQueue<Object> parts = new LinkedBlockingQueue<>();
  private final CompletableFuture<BodyChunks> self = CompletableFuture.completedFuture(this);
  private volatile Subscription subscription;
  private volatile boolean cancelled;

  // of the reader
  private List<ByteBuffer> part = List.of();
  private int index;
  private boolean ended;

  @Override
  public CompletionStage<BodyChunks> getBody() {
    return self;
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    if (cancelled) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    parts.add(buffers);
  }

  @Override
  public void onError(Throwable thrown) {
    parts.add(thrown);
  }

  @Override
  public void onComplete() {
    parts.add(END);
  }

  /**
   * The bytes that came next, valid until the next call; null at the end.
   *
   * @throws UpstreamException SILENT when none came in time, LOST when the connection ended
   */
  @SuppressWarnings("unchecked") // only onNext adds lists
  ByteBuffer read(long waitNs) throws UpstreamException, InterruptedException {
    while (index < part.size()) {
      ByteBuffer buffer = part.get(index++);
      if (buffer.hasRemaining()) {
        return buffer;
      }
    }
    if (ended) {
      return null;
    }
    if (!part.isEmpty()) {
      part = List.of();
      index = 0;
      subscription.request(1);
    }
    Object next = parts.poll(waitNs, TimeUnit.NANOSECONDS);
    if (next == null) {
      throw new UpstreamException(Kind.SILENT, "sent nothing for too long");
    }
    if (next == END) {
      ended = true;
      return null;
    }
    if (next instanceof Throwable thrown) {
      ended = true;
      throw new UpstreamException(
          Kind.LOST,
          "ended the connection in the middle of an answer: " + HttpFailure.text(thrown));
    }
    part = (List<ByteBuffer>) next;
    index = 0;
    return NOTHING;
  }

  /** Nothing more is wanted; ends the connection when the body is not there in full. */
  void cancel() {
    cancelled = true;
    Subscription now = subscription;
    if (now != null) {
      now.cancel();
    }
  }
}
