package io.machinenative.axiom.engine.gateway.link;

import io.machinenative.axiom.engine.gateway.rpc.Incoming;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A request to a child. Filled by the child's reader, emptied by one thread. */
final class StdioExchange implements Exchange {
  /** Messages that wait, beside the answer: who tells more is not heard. */
  private static final int MOST_WAITING = 256;

  private final StdioLink link;
  private final long id;
  private final boolean aside;
  private final LinkedBlockingQueue<Object> messages = new LinkedBlockingQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  StdioExchange(StdioLink link, Outbound request) {
    this.link = link;
    this.id = request.id();
    this.aside = request.aside();
  }

  /** Whether it is no call. */
  boolean isAside() {
    return aside;
  }

  /** By the reader: the last message. */
  void end(Object last) {
    messages.add(last);
  }

  /** By the reader. */
  void offer(Incoming message) {
    if (waiting.incrementAndGet() <= MOST_WAITING) {
      messages.add(message);
    } else {
      waiting.decrementAndGet();
    }
  }

  @Override
  public Incoming next(long signNs, long messageNs) throws UpstreamException, InterruptedException {
    Object next = messages.poll(Math.min(signNs, messageNs), TimeUnit.NANOSECONDS);
    if (next == null) {
      throw new UpstreamException(Kind.SILENT, "sent nothing for too long");
    }
    if (next instanceof UpstreamException failure) {
      throw failure;
    }
    waiting.decrementAndGet();
    return (Incoming) next;
  }

  @Override
  public void close() {
    link.forget(id);
  }
}
