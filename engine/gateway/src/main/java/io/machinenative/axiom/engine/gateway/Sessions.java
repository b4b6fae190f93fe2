package io.machinenative.axiom.engine.gateway;

import io.machinenative.axiom.engine.gateway.link.Link;
import io.machinenative.axiom.engine.gateway.link.Stray;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import io.machinenative.axiom.engine.gateway.session.Greeting;
import io.machinenative.axiom.engine.gateway.session.UpstreamSession;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The link to one upstream server, and the session in force on it. Opened and closed by the thread
 * that looks after the server; renewed by whoever finds out that a session is over, once for all
 * who find out at the same time. Owns the link.
 */
final class Sessions {
  private static final String STOPPED = "was stopped";

  private final Opening opening;
  private final Greeting greeting;
  private final Runnable onRenewed;
  private final AtomicLong ids = new AtomicLong();
  private final ReentrantLock greetingLock = new ReentrantLock();
  private volatile Link link;
  private volatile UpstreamSession session;
  private volatile int opened;
  private volatile boolean stopped;

  /** Header fields with which the session was greeted, secrets among them. */
  private volatile Map<String, String> sent = Map.of();

  /**
   * @param onRenewed is run when a session took the place of another
   */
  Sessions(Opening opening, Greeting greeting, Runnable onRenewed) {
    this.opening = opening;
    this.greeting = greeting;
    this.onRenewed = onRenewed;
  }

  /**
   * Connects and greets.
   *
   * @param stray hears what belongs to no request
   */
  void open(Stray stray) throws UpstreamException, InterruptedException {
    opened++;
    link = opening.link(stray);
    if (stopped) {
      link.giveUp(STOPPED);
    }
    session = greet(opening.headers());
  }

  private UpstreamSession greet(Map<String, String> headers)
      throws UpstreamException, InterruptedException {
    UpstreamSession greeted = greeting.greet(link, ids, headers);
    sent = headers;
    return greeted;
  }

  /** Null while there is none. */
  UpstreamSession current() {
    return session;
  }

  /** Connections and sessions that were made. */
  int opened() {
    return opened;
  }

  /** Why there is no connection any more; null when there is one. */
  String linkEnded() {
    return link.ended();
  }

  /** A session in the place of one that the server does not know any more. */
  UpstreamSession renew(UpstreamSession over) throws UpstreamException, InterruptedException {
    return replace(over, true);
  }

  /**
   * A session with other credentials in the place of one whose own are refused; null when what the
   * configuration names holds the same as before.
   */
  UpstreamSession reauthorized(UpstreamSession refused)
      throws UpstreamException, InterruptedException {
    return replace(refused, false);
  }

  private UpstreamSession replace(UpstreamSession over, boolean whatever)
      throws UpstreamException, InterruptedException {
    greetingLock.lockInterruptibly();
    try {
      UpstreamSession now = session;
      if (now == null) {
        throw new UpstreamException(Kind.UNREACHABLE, "is not connected");
      }
      if (now == over) {
        Map<String, String> headers = opening.headers();
        if (!whatever && headers.equals(sent)) {
          return null;
        }
        now = greet(headers);
        session = now;
        opened++;
        onRenewed.run();
      }
      return now;
    } finally {
      greetingLock.unlock();
    }
  }

  /** Nobody waits for a program any more, which is to be closed then. Any thread; never waits. */
  void stop() {
    stopped = true;
    Link now = link;
    if (now != null) {
      now.giveUp(STOPPED);
    }
  }

  /**
   * Ends the connection.
   *
   * @param orderly whether the server is told
   */
  void close(boolean orderly) {
    UpstreamSession over = session;
    session = null;
    if (over != null && orderly) {
      over.end();
    }
    if (link != null) {
      link.close();
    }
  }
}
