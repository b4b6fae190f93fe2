package io.machinenative.axiom.client;

import io.machinenative.axiom.engine.base.Mount;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * What an {@link AxiomClient} is made of. Immutable; {@link ClientBuilder} makes it.
 *
 * @param links where connections come from; closed with the client
 * @param session what is asked of the server
 * @param retry when a call is tried again
 * @param reconnect when a new session is opened
 * @param mount DEDICATED or INVOKER
 * @param pendingCalls calls that may wait to be sent. More ride out longer bursts, and hold their
 *     payloads meanwhile
 * @param drainNs how long {@link AxiomClient#close()} waits for calls in flight
 * @param clock of everything
 * @param random of every jitter
 * @param idle of the owner thread; null for one that yields under load and waits on the link
 *     otherwise
 * @param threads makes the thread of a DEDICATED client
 * @param onException told of exceptions on the agent's thread that no call took; on that thread
 */
record ClientConfig(
    LinkSource links,
    SessionConfig session,
    RetryPolicy retry,
    ReconnectPolicy reconnect,
    Mount mount,
    int pendingCalls,
    long drainNs,
    NanoClock clock,
    RandomGenerator random,
    IdleStrategy idle,
    ThreadFactory threads,
    Consumer<Throwable> onException) {
  ClientConfig {
    Objects.requireNonNull(links, "links");
    if (mount == Mount.SHARED) {
      throw new IllegalArgumentException("expected mount DEDICATED or INVOKER, got SHARED");
    }
    if (pendingCalls < 1 || drainNs < 0) {
      throw new IllegalArgumentException(
          "expected pendingCalls > 0 and drainNs >= 0, got pendingCalls="
              + pendingCalls
              + " drainNs="
              + drainNs);
    }
  }
}
