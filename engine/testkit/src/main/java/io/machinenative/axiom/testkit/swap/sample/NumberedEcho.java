package io.machinenative.axiom.testkit.swap.sample;

import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.RawInvocation;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.MutableDirectBuffer;

/**
 * Answers the payload, with who answered and how often it did, so that a call that is lost, or runs
 * twice, is found out.
 *
 * <pre>
 *   0               8               16              24          length
 *  +---------------+---------------+---------------+-----------+
 *  | number of the | version, from | calls that it | as it     |
 *  | call          | 0 on          | served, >= 1  | came      |
 *  +---------------+---------------+---------------+-----------+
 * </pre>
 */
public final class NumberedEcho implements RawHandler {
  public static final int VERSION_OFFSET = 8;
  public static final int SERVED_OFFSET = 16;
  public static final int LEAST_BYTES = 24;

  private final int version;
  private final AtomicLong served = new AtomicLong();

  NumberedEcho(int version) {
    this.version = version;
  }

  @Override
  public void handle(RawInvocation call) {
    int length = call.payloadLength();
    MutableDirectBuffer reply = call.reply(call.contentType(), length);
    int offset = call.replyOffset();
    reply.putBytes(offset, call.payload(), call.payloadOffset(), length);
    reply.putLong(offset + VERSION_OFFSET, version);
    reply.putLong(offset + SERVED_OFFSET, served.incrementAndGet());
  }
}
