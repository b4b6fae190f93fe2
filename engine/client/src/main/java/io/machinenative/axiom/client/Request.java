package io.machinenative.axiom.client;

/**
 * What a {@link PendingCall} asks the server, attempt after attempt. Immutable.
 *
 * @param <T> what it is answered with
 */
interface Request<T> {
  /**
   * Sends one attempt; its outcome goes to {@link PendingCall#succeeded} or {@link
   * PendingCall#failed}.
   *
   * @param options of the call, with the time that is left as deadline
   * @return as {@link ClientSession#send}
   */
  long send(ClientSession session, CallOptions options, PendingCall<T> call);

  /** The tool that is called or asked about; 0 when there is none. */
  int toolId();

  /** Whether sending it twice does no harm, whatever tool it is. */
  boolean isHarmless();
}
