package io.machinenative.axiom.api;

import io.machinenative.axiom.codec.ContentType;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A call as a {@link RawHandler} sees it: bytes in, bytes out, no allocation.
 *
 * <p>A handler answers once, before it returns: it claims a reply of exactly the length it will
 * write, writes it, and returns. Throwing {@link ToolException} fails the call instead, also after
 * a claim. A handler that neither replies nor throws nor defers answers with an empty payload.
 *
 * <pre>{@code
 * MutableDirectBuffer reply = call.reply(ContentType.BINARY, 8);
 * reply.putLong(call.replyOffset(), checksum(call.payload(), call.payloadOffset(), call.payloadLength()));
 * }</pre>
 */
public interface RawInvocation extends CallContext {
  /** What the payload's bytes are. */
  ContentType contentType();

  /**
   * Holds the payload; borrowed. Only {@code [payloadOffset, payloadOffset + payloadLength)}
   * belongs to the call.
   */
  DirectBuffer payload();

  int payloadOffset();

  /** Bytes, 0 or more. */
  int payloadLength();

  /**
   * Claims the reply. For an {@code INLINE} tool the buffer is the outgoing one, so the reply is
   * written where it is sent from. Its content is undefined until it is written.
   *
   * @param contentType of the reply
   * @param length exact number of bytes that will be written
   * @return the buffer to write to, at {@link #replyOffset()}
   * @throws ToolException RESULT_TOO_LARGE above the session's message limit, OVERLOADED when no
   *     buffer is free
   * @throws IllegalStateException when a reply was claimed already
   */
  MutableDirectBuffer reply(ContentType contentType, int length);

  /** Where the claimed reply begins. */
  int replyOffset();

  /**
   * Takes the call off the handler's thread: it is answered through the {@link Completion}, from
   * any thread, later. The payload stays valid until then. Only for {@code WORKER} and {@code
   * BLOCKING} tools.
   *
   * @throws IllegalStateException in an {@code INLINE} tool, whose payload does not outlive the
   *     handler
   */
  Completion defer();
}
