package io.machinenative.axiom.engine.gateway;

import io.machinenative.axiom.engine.config.UpstreamConfig.Timeouts;
import io.machinenative.axiom.engine.gateway.link.Link;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import io.machinenative.axiom.engine.gateway.session.UpstreamSession;
import io.machinenative.axiom.engine.gateway.session.UpstreamSession.Conversation;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.NanoClock;

/**
 * Finds out whether a child that let a request wait is still alive: it is asked what costs nothing,
 * and given up when it says nothing at all for as long as any call may be silent. One that is busy
 * with something else, and tells of that, has as long as the longest call.
 *
 * <p><b>Threads.</b> Any; a virtual one of its own waits, one at a time.
 */
final class Pulse {
  private final Timeouts timeouts;
  private final ThreadFactory threads;
  private final NanoClock clock;
  private final AtomicBoolean asking = new AtomicBoolean();

  Pulse(Timeouts timeouts, ThreadFactory threads, NanoClock clock) {
    this.timeouts = timeouts;
    this.threads = threads;
    this.clock = clock;
  }

  /**
   * Begins to find out, unless that is under way, or what failed was not silence. Never waits.
   *
   * @param session null for none
   */
  void feel(UpstreamSession session, UpstreamException failure) {
    boolean silent = failure.kind() == Kind.SILENT || failure.kind() == Kind.STUCK;
    if (silent
        && session != null
        && session.link().isProgram()
        && asking.compareAndSet(false, true)) {
      threads.newThread(() -> run(session)).start();
    }
  }

  private void run(UpstreamSession session) {
    try (Conversation ping = session.ping()) {
      if (!isAnswered(ping, session.link())) {
        session
            .link()
            .giveUp(
                "said nothing for %s, not even to a ping: it is ended, and started again"
                    .formatted(text(timeouts.silenceNs())));
      }
    } catch (UpstreamException _) {
      // it ended meanwhile: whoever looks after it knows
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      asking.set(false);
    }
  }

  private boolean isAnswered(Conversation ping, Link link)
      throws UpstreamException, InterruptedException {
    long fromNs = clock.nanoTime();
    while (true) {
      long heard = link.heard();
      try {
        return ping.next(timeouts.silenceNs(), timeouts.silenceNs()) != null;
      } catch (UpstreamException e) {
        if (e.kind() != Kind.SILENT) {
          throw e;
        }
        if (link.heard() == heard || clock.nanoTime() - fromNs >= timeouts.callNs()) {
          return false;
        }
      }
    }
  }

  /** As people write it: 60s, 300ms. */
  private static String text(long timeNs) {
    Duration time = Duration.ofNanos(timeNs);
    return time.toMillisPart() == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
  }
}
