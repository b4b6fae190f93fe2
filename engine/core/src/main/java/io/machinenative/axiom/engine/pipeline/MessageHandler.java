package io.machinenative.axiom.engine.pipeline;

import org.agrona.DirectBuffer;

/** The way from framing to validation. */
@FunctionalInterface
public interface MessageHandler {
  /**
   * A whole message with a header of this schema.
   *
   * @param templateId as it came, known or not
   * @param blockLength of the fixed block, which lies within the message
   * @param version of the schema that the sender used
   * @param buffer holds the message; borrowed until the call returns
   * @param offset of the fixed block, behind the header
   * @param length of block and var data
   * @return {@link Outcome#OK}, {@link Outcome#BACK_PRESSURED} (nothing was done), or {@link
   *     Outcome#CLOSED}
   */
  int onMessage(
      Session session,
      int templateId,
      int blockLength,
      int version,
      DirectBuffer buffer,
      int offset,
      int length);
}
