package io.machinenative.axiom.engine.gateway.link;

import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import java.util.Map;
import java.util.Optional;

/** A way to an upstream server. Any thread. */
public interface Link extends AutoCloseable {
  /**
   * Sends a request. May wait for a connection, and for nothing to come back.
   *
   * @throws UpstreamException when it cannot be sent
   */
  Exchange send(Outbound request) throws UpstreamException, InterruptedException;

  /** Sends what has no answer. Never waits; what cannot be sent is lost. */
  void tell(Outbound message);

  /** As {@link #tell}, and waits until it is there, at most so long. */
  default void deliver(Outbound message, long waitNs)
      throws UpstreamException, InterruptedException {
    tell(message);
  }

  /**
   * Opens a stream of what the server says on its own.
   *
   * @param headers of HTTP
   * @return empty when this link has none: what it says comes to the {@link Stray}
   */
  default Optional<Exchange> listen(Map<String, String> headers)
      throws UpstreamException, InterruptedException {
    return Optional.empty();
  }

  /** Whether a request is given up by closing its exchange, without a word. */
  boolean closingCancels();

  /** Why it works no more; null while it does. */
  default String ended() {
    return null;
  }

  /**
   * Whether it leads to a program of its own, which may be ended and started again when it is
   * silent.
   */
  default boolean isProgram() {
    return false;
  }

  /** Messages that a program said so far. */
  default long heard() {
    return 0;
  }

  /**
   * Ends a program's link: whoever waits is told why. Never waits; {@link #close} is due after it.
   */
  default void giveUp(String why) {}

  /** Gives everything up. */
  @Override
  void close();
}
