package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.codec.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A call over real off-heap buffers, with guard bytes on both sides of the payload and of the
 * reply: {@link #run} fails when the handler changes a byte that is not its own, or the payload.
 */
public final class GuardedCall implements RawInvocation {
  private static final int GUARD_BYTES = 37;
  private static final byte GUARD = (byte) 0xA5;

  private final List<String> progress = new ArrayList<>();
  private final ContentType contentType;
  private final byte[] payload;
  private final UnsafeBuffer payloadBuffer;
  private UnsafeBuffer replyBuffer;
  private int replyLength;
  private ContentType replyType;
  private int checksUntilCancelled = Integer.MAX_VALUE;

  private GuardedCall(ContentType contentType, byte[] payload) {
    this.contentType = contentType;
    this.payload = payload;
    payloadBuffer = guarded(payload.length);
    payloadBuffer.putBytes(GUARD_BYTES, payload);
  }

  public static GuardedCall of(ContentType contentType, byte[] payload) {
    return new GuardedCall(contentType, payload);
  }

  public static GuardedCall json(String json) {
    return new GuardedCall(ContentType.JSON, json.getBytes(StandardCharsets.UTF_8));
  }

  /** {@link #isCancelled()} turns true after so many questions. */
  public GuardedCall cancelledAfter(int questions) {
    checksUntilCancelled = questions;
    return this;
  }

  /** Runs the handler and looks at every guard byte, however it ends. */
  public GuardedCall run(RawHandler handler) throws Exception {
    try {
      handler.handle(this);
    } finally {
      requireGuards(payloadBuffer, payload.length, "payload");
      byte[] after = new byte[payload.length];
      payloadBuffer.getBytes(GUARD_BYTES, after);
      require(java.util.Arrays.equals(payload, after), "the handler changed the payload");
      if (replyBuffer != null) {
        requireGuards(replyBuffer, replyLength, "reply");
      }
    }
    return this;
  }

  /** Runs a handler that must refuse, and returns the refusal. */
  public ToolException refusal(RawHandler handler) throws Exception {
    try {
      run(handler);
    } catch (ToolException e) {
      return e;
    }
    throw new AssertionError("expected a refusal, got the reply " + replyText());
  }

  public ContentType replyType() {
    return replyType;
  }

  public byte[] reply() {
    byte[] bytes = new byte[replyLength];
    replyBuffer.getBytes(GUARD_BYTES, bytes);
    return bytes;
  }

  public String replyText() {
    return replyBuffer == null ? "(none)" : new String(reply(), StandardCharsets.UTF_8);
  }

  /** What {@link #progress} was told. */
  public List<String> progressMessages() {
    return progress;
  }

  @Override
  public ContentType contentType() {
    return contentType;
  }

  @Override
  public DirectBuffer payload() {
    return payloadBuffer;
  }

  @Override
  public int payloadOffset() {
    return GUARD_BYTES;
  }

  @Override
  public int payloadLength() {
    return payload.length;
  }

  @Override
  public MutableDirectBuffer reply(ContentType type, int length) {
    if (replyBuffer != null) {
      throw new IllegalStateException("a reply was claimed already");
    }
    replyType = type;
    replyLength = length;
    replyBuffer = guarded(length);
    return replyBuffer;
  }

  @Override
  public int replyOffset() {
    return GUARD_BYTES;
  }

  @Override
  public Completion defer() {
    throw new IllegalStateException("this call is never deferred");
  }

  @Override
  public long correlationId() {
    return 7;
  }

  @Override
  public long sessionId() {
    return 3;
  }

  @Override
  public String clientName() {
    return "test";
  }

  @Override
  public Priority priority() {
    return Priority.NORMAL;
  }

  @Override
  public long remainingNs() {
    return NO_DEADLINE;
  }

  @Override
  public boolean isCancelled() {
    return checksUntilCancelled-- <= 0;
  }

  @Override
  public void progress(double done, double total, String message) {
    progress.add(done + "/" + total + " " + message);
  }

  @Override
  public String traceParent() {
    return null;
  }

  /** Refuses like {@link Status} says. */
  public static void requireStatus(Status expected, ToolException refusal) {
    require(
        refusal.status() == expected,
        "expected " + expected + ", got " + refusal.status() + ": " + refusal.getMessage());
  }

  private static UnsafeBuffer guarded(int length) {
    UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(length + 2 * GUARD_BYTES));
    buffer.setMemory(0, buffer.capacity(), GUARD);
    return buffer;
  }

  private static void requireGuards(UnsafeBuffer buffer, int length, String which) {
    for (int i = 0; i < GUARD_BYTES; i++) {
      require(buffer.getByte(i) == GUARD, which + ": guard byte " + i + " before it was changed");
      require(
          buffer.getByte(GUARD_BYTES + length + i) == GUARD,
          which + ": guard byte " + i + " after it was changed");
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
