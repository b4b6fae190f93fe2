package io.machinenative.axiom.engine.transport.inproc;

import io.machinenative.axiom.engine.pipeline.Link;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Makes links to an {@link InprocListener}, which hands it out. Thread-safe and lock-free;
 * allocates the rings of the connections that it makes.
 */
public final class InprocConnector {
  private final String address;
  private final InprocOptions options;
  private final ManyToOneConcurrentArrayQueue<InprocPipe> acceptQueue;
  private final AtomicLong connectionCount = new AtomicLong();

  /**
   * Written by the listener's thread; read by connecting ones after they have offered their pipe.
   */
  private volatile boolean closed;

  InprocConnector(String address, InprocOptions options) {
    this.address = address;
    this.options = options;
    this.acceptQueue = new ManyToOneConcurrentArrayQueue<>(options.acceptQueueLength());
  }

  /**
   * Makes a link, which belongs to whoever polls it.
   *
   * @return a link that is connected once the listener has taken it; already closed, with its
   *     reason, when the listener is closed or too many connections wait for it
   */
  public Link connect() {
    String description = address + " client " + connectionCount.incrementAndGet();
    InprocPipe pipe = new InprocPipe(description, options.ringBytes());
    InprocLink link = new InprocLink(pipe, options.framesPerPoll());
    if (closed) {
      link.refuse("cannot connect to " + address + ": the listener is closed");
    } else if (!acceptQueue.offer(pipe)) {
      link.refuse(
          "cannot connect to %s: expected fewer than %d connections waiting for the listener"
              .formatted(address, options.acceptQueueLength()));
    } else if (closed) {
      // The listener may have looked into its queue for the last time before this pipe was in it.
      link.refuse("cannot connect to " + address + ": the listener was closed meanwhile");
    }
    return link;
  }

  public String address() {
    return address;
  }

  /** The next connection, or null. The listener's thread. */
  InprocPipe nextPipe() {
    return acceptQueue.poll();
  }

  /** No link is made from here on. The listener's thread. */
  void close() {
    closed = true;
  }
}
