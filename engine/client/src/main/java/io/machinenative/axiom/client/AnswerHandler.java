package io.machinenative.axiom.client;

import org.agrona.DirectBuffer;

/**
 * Takes the answer to a request of the registry: exactly one call of one of its methods. Called on
 * the session's thread; must not throw.
 */
interface AnswerHandler extends FailureHandler {
  /**
   * The request was answered by the message that it asked for, whose lengths were checked.
   *
   * @param buffer holds it; borrowed until the call returns
   * @param offset of its block
   */
  void onAnswer(long token, DirectBuffer buffer, int offset, int blockLength, int version);
}
