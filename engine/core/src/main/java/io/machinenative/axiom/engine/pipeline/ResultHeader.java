package io.machinenative.axiom.engine.pipeline;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.ResultEncoder;
import io.machinenative.axiom.codec.WireLimits;
import org.agrona.MutableDirectBuffer;

/**
 * Writes what precedes the payload in a Result, so that a tool can write its reply right where it
 * is sent from.
 *
 * <pre>
 *  0         8                24               28
 *  +---------+----------------+----------------+---------...
 *  | header  | block          | payload length | payload
 *  +---------+----------------+----------------+---------...
 * </pre>
 *
 * <p>Owned by one thread. Allocates nothing.
 */
public final class ResultHeader {
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final ResultEncoder result = new ResultEncoder();

  /** Writes {@link WireLimits#RESULT_OVERHEAD_BYTES} bytes at {@code offset}. */
  public void write(
      MutableDirectBuffer buffer,
      int offset,
      long correlationId,
      ContentType contentType,
      boolean replayed,
      int payloadBytes) {
    result
        .wrapAndApplyHeader(buffer, offset, header)
        .correlationId(correlationId)
        .contentType(contentType)
        .flags()
        .clear()
        .replayed(replayed);
    int lengthOffset =
        offset + WireLimits.RESULT_OVERHEAD_BYTES - ResultEncoder.payloadHeaderLength();
    buffer.putInt(lengthOffset, payloadBytes, LITTLE_ENDIAN);
  }
}
