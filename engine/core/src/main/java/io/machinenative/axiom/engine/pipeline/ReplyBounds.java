package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;

/** The limits of a reply, checked where a tool claims it. Any thread. */
public final class ReplyBounds {
  private ReplyBounds() {}

  /**
   * Length of the Result that carries a payload.
   *
   * @throws ToolException RESULT_TOO_LARGE above the session's limit
   */
  public static int messageBytes(int payloadBytes, int maxMessageBytes) {
    if (payloadBytes < 0) {
      throw new IllegalArgumentException(
          "expected a reply of 0 or more bytes, got " + payloadBytes);
    }
    if (payloadBytes > maxMessageBytes - WireLimits.RESULT_OVERHEAD_BYTES) {
      throw new ToolException(
          Status.RESULT_TOO_LARGE,
          "the reply has "
              + payloadBytes
              + " bytes, the session allows "
              + (maxMessageBytes - WireLimits.RESULT_OVERHEAD_BYTES));
    }
    return WireLimits.RESULT_OVERHEAD_BYTES + payloadBytes;
  }

  /**
   * Refuses what is no content type of the wire.
   *
   * @throws IllegalArgumentException for null and for the codec's own markers
   */
  public static void requireContentType(ContentType type) {
    if (type == null || type == ContentType.NULL_VAL || type == ContentType.SBE_UNKNOWN) {
      throw new IllegalArgumentException("expected a content type, got " + type);
    }
  }

  /** No pooled buffer is free for a reply. */
  public static ToolException unavailable(int messageBytes) {
    return new ToolException(
        Status.REPLY_UNAVAILABLE,
        "the server has no buffer of " + messageBytes + " bytes free for the reply");
  }
}
