package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.Status;
import java.util.function.Function;
import org.agrona.DirectBuffer;

/**
 * Asks the registry.
 *
 * @param message header included; not changed
 * @param answerTemplateId of the message that answers it
 * @param isHarmless whether sending it twice does no harm
 * @param reader reads the answer; throws IllegalArgumentException when it is none
 */
record RegistryAsk<T>(
    byte[] message, int answerTemplateId, boolean isHarmless, Function<Answer, T> reader)
    implements Request<T> {
  /** An answer where it lies, of which the lengths were checked. */
  record Answer(DirectBuffer buffer, int offset, int blockLength, int version) {}

  @Override
  public long send(ClientSession session, CallOptions options, PendingCall<T> call) {
    if (!session.isOpen()) {
      return ClientSession.CLOSED;
    }
    if (!session.info().registry()) {
      call.end(
          new CallException(
              Status.NOT_SUPPORTED, session.info().serverName() + " has no registry"));
      return ClientSession.CLOSED;
    }
    return session.ask(
        message, answerTemplateId, options.deadlineNs(), new Taker<>(call, reader), 0);
  }

  @Override
  public int toolId() {
    return 0;
  }

  /** Takes the answer to one attempt. */
  private record Taker<T>(PendingCall<T> call, Function<Answer, T> reader)
      implements AnswerHandler {
    @Override
    public void onAnswer(
        long token, DirectBuffer buffer, int offset, int blockLength, int version) {
      T answer;
      try {
        answer = reader.apply(new Answer(buffer, offset, blockLength, version));
      } catch (IllegalArgumentException e) {
        call.end(
            new CallException(
                Status.PROTOCOL_ERROR, "the answer cannot be read: " + e.getMessage()));
        return;
      }
      call.succeeded(answer);
    }

    @Override
    public void onError(
        long token, int status, int retryAfterMs, DirectBuffer message, int offset, int length) {
      call.failed(status, retryAfterMs, message.getStringWithoutLengthUtf8(offset, length));
    }
  }
}
