package io.machinenative.axiom.client;

import org.agrona.DirectBuffer;

/**
 * Takes the messages of one template. Owned by the session's thread.
 *
 * <p>Each is a class of its own, held by {@link InboundFrames} at the place of its template id.
 */
interface InboundHandler {
  /** The outline that a message keeps to before it gets here. */
  MessageShape shape();

  /** Whether the server may send it at this point of the session's life. */
  boolean isExpectedIn(ClientSession.State state);

  /**
   * @param buffer holds the message; borrowed until the call returns
   * @param offset of the block
   * @param blockLength of the block as it came
   * @param version of the sender's schema
   */
  void onMessage(DirectBuffer buffer, int offset, int blockLength, int version);
}
