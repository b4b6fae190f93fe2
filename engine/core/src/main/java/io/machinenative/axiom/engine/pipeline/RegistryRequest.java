package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.api.Principal;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A request of the registry on its way to the conductor and back; reused from request to request.
 *
 * <pre>
 *   ingress: begin ──queue──► conductor: reads the message, answer ──queue──► ingress: takeReply
 * </pre>
 *
 * <p><b>Threads.</b> Owned by who has it: the queues between them order what each wrote.
 * <b>Owns</b> the pooled buffers of its message and of its reply.
 */
public final class RegistryRequest {
  private final RegistryReplies replies;
  private Session session;
  private Principal principal;
  private long correlationId;
  private int templateId;
  private int blockLength;
  private int version;
  private int maxReplyBytes;
  private PooledBuffer message;
  private int offset;
  private int length;
  private PooledBuffer reply;
  private int replyLength;

  /**
   * @param replies where it goes back to
   */
  public RegistryRequest(RegistryReplies replies) {
    this.replies = replies;
  }

  // ── ingress ──

  /** Whose it is, and how it is answered. */
  public void begin(Session asking, long id) {
    session = asking;
    principal = asking.caller.principal();
    correlationId = id;
    maxReplyBytes = asking.maxMessageBytes;
  }

  /**
   * What is asked.
   *
   * @param holding the message; owned from here on
   * @param blockOffset of its block in the buffer
   * @param bytes of block, groups and var data
   */
  public void message(
      int template,
      int blockBytes,
      int schemaVersion,
      PooledBuffer holding,
      int blockOffset,
      int bytes) {
    templateId = template;
    blockLength = blockBytes;
    version = schemaVersion;
    message = holding;
    offset = blockOffset;
    length = bytes;
  }

  /** Whose it is; null when it is in nobody's hands. */
  public Session session() {
    return session;
  }

  /** The reply, owned by the caller from here on. */
  public PooledBuffer takeReply() {
    PooledBuffer taken = reply;
    reply = null;
    return taken;
  }

  /** Length of the reply, header included. */
  public int replyLength() {
    return replyLength;
  }

  /** It was not submitted, or has been answered: whatever it owns goes back. */
  public void end() {
    session = null;
    principal = null;
    releaseMessage();
    PooledBuffer left = takeReply();
    if (left != null) {
      left.release();
    }
  }

  // ── the conductor ──

  /** Who asks. */
  public Principal principal() {
    return principal;
  }

  public long correlationId() {
    return correlationId;
  }

  public int templateId() {
    return templateId;
  }

  public int blockLength() {
    return blockLength;
  }

  /** Of the schema that the sender used. */
  public int version() {
    return version;
  }

  /** Longest reply that the session takes, header included. */
  public int maxReplyBytes() {
    return maxReplyBytes;
  }

  /** Holds the message. */
  public UnsafeBuffer buffer() {
    return message.buffer();
  }

  /** Of the block in {@link #buffer}. */
  public int offset() {
    return offset;
  }

  /** Of block, groups and var data. */
  public int length() {
    return length;
  }

  /**
   * Answers with a message in a buffer of its own.
   *
   * @param holding the reply from 0 on; owned from here on
   * @param bytes of the reply, header included
   */
  public void answer(PooledBuffer holding, int bytes) {
    releaseMessage();
    reply = holding;
    replyLength = bytes;
    replies.answered(this);
  }

  /**
   * Answers with a message that was written over the request, from 0 of {@link #buffer} on, which
   * has room for {@link BufferPool#MIN_BUFFER_BYTES} at least.
   */
  public void answerInPlace(int bytes) {
    reply = message;
    message = null;
    replyLength = bytes;
    replies.answered(this);
  }

  private void releaseMessage() {
    if (message != null) {
      message.release();
      message = null;
    }
  }
}
