package io.machinenative.axiom.engine.pipeline;

import org.agrona.DirectBuffer;

/**
 * What a server's carriers call: the way from transport to framing. All calls for one carrier come from the ingress
 * agent that polls it. A handler that throws while it takes a frame loses the connection, never the frame alone: a call
 * that nobody answers would hang.
 */
public interface FrameHandler {
  /**
   * A connection is there, and can be written to.
   *
   * @return the session that the carrier passes back with every frame
   */
  Session onConnect(Peer peer);

  /**
   * A frame came: one SBE message with its header, untrusted.
   *
   * @param buffer holds the frame; borrowed until the call returns
   * @return {@link Outcome#OK}: it was taken; {@link Outcome#BACK_PRESSURED}: nothing was taken, stop reading this
   *     connection and offer the same frame again on a later duty cycle; {@link Outcome#CLOSED}: the connection was
   *     closed, forget its input
   */
  int onFrame(Session session, DirectBuffer buffer, int offset, int length);

  /** The carrier itself found a defect in the stream, such as a framing header that lies. Closes the connection. */
  void onMalformed(Session session, String defect);

  /** The connection is over, whoever ended it. Called exactly once for each {@link #onConnect}. */
  void onDisconnect(Session session);
}
