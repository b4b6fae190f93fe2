package io.machinenative.axiom.client;

import org.agrona.DirectBuffer;

/** Takes the failure of a request. Called on the session's thread; must not throw. */
@FunctionalInterface
public interface FailureHandler {
  /**
   * The request ended with an error, the server's or a local one. The request is over.
   *
   * @param token given with the request
   * @param status code as it came, known to this build's {@code Status} or not; {@code
   *     StatusFamily} understands both
   * @param retryAfterMs hint for statuses 2xxx, at least 0, 0 for none
   * @param message holds the text for people in UTF-8; borrowed until the call returns
   */
  void onError(
      long token, int status, int retryAfterMs, DirectBuffer message, int offset, int length);
}
