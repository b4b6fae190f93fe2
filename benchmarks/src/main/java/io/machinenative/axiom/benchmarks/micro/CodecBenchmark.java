package io.machinenative.axiom.benchmarks.micro;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.codec.InvokeEncoder;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.codec.ResultDecoder;
import io.machinenative.axiom.codec.ResultEncoder;
import io.machinenative.axiom.codec.ToolId;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the wire format costs: the four encodings and decodings of a call, in place, in off-heap
 * buffers. Their sum is the least that a call costs over the bare transport.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
  private static final int FRAME_BYTES = 4096;
  private static final long DEADLINE_NS = 1_000_000_000L;

  @Param({"64", "1024"})
  private int payloadBytes;

  private final int toolId = ToolId.of("core.echo");
  private final UnsafeBuffer request = new UnsafeBuffer(ByteBuffer.allocateDirect(FRAME_BYTES));
  private final UnsafeBuffer reply = new UnsafeBuffer(ByteBuffer.allocateDirect(FRAME_BYTES));
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final InvokeEncoder invokeEncoder = new InvokeEncoder();
  private final InvokeDecoder invokeDecoder = new InvokeDecoder();
  private final ResultEncoder resultEncoder = new ResultEncoder();
  private final ResultDecoder resultDecoder = new ResultDecoder();
  private UnsafeBuffer payload;
  private long correlationId;

  /** Fills the payload, and both frames for the decoders. */
  @Setup
  public void prepare() {
    payload = new UnsafeBuffer(ByteBuffer.allocateDirect(payloadBytes));
    payload.setMemory(0, payloadBytes, (byte) 7);
    encodeInvoke();
    encodeResult();
  }

  /** The client's part of sending. */
  @Benchmark
  public int encodeInvoke() {
    invokeEncoder
        .wrapAndApplyHeader(request, 0, headerEncoder)
        .correlationId(++correlationId)
        .relativeDeadlineNs(DEADLINE_NS)
        .idempotencyKeyHigh(0)
        .idempotencyKeyLow(0)
        .traceIdHigh(0)
        .traceIdLow(0)
        .parentSpanId(0)
        .toolId(toolId)
        .traceFlags((short) 0)
        .priority(Priority.NORMAL)
        .contentType(ContentType.BINARY)
        .reserved((short) 0)
        .putTraceState(payload, 0, 0)
        .putPayload(payload, 0, payloadBytes);
    return invokeEncoder.encodedLength();
  }

  /** The server's part of receiving: every field is read, the payload stays where it is. */
  @Benchmark
  public long decodeInvoke() {
    invokeDecoder.wrapAndApplyHeader(request, 0, headerDecoder);
    long sum =
        invokeDecoder.correlationId()
            + invokeDecoder.relativeDeadlineNs()
            + invokeDecoder.idempotencyKeyHigh()
            + invokeDecoder.idempotencyKeyLow()
            + invokeDecoder.traceIdHigh()
            + invokeDecoder.traceIdLow()
            + invokeDecoder.parentSpanId()
            + invokeDecoder.toolId()
            + invokeDecoder.traceFlags()
            + invokeDecoder.priorityRaw()
            + invokeDecoder.contentTypeRaw();
    invokeDecoder.skipTraceState();
    return sum + invokeDecoder.payloadLength() + invokeDecoder.limit();
  }

  /** The server's part of an echo: the payload is copied once, into the reply. */
  @Benchmark
  public int encodeResult() {
    resultEncoder
        .wrapAndApplyHeader(reply, 0, headerEncoder)
        .correlationId(correlationId)
        .contentType(ContentType.BINARY)
        .flags()
        .clear();
    resultEncoder.putPayload(payload, 0, payloadBytes);
    return resultEncoder.encodedLength();
  }

  /** The client's part of receiving. */
  @Benchmark
  public long decodeResult() {
    resultDecoder.wrapAndApplyHeader(reply, 0, headerDecoder);
    long sum =
        resultDecoder.correlationId()
            + resultDecoder.contentTypeRaw()
            + resultDecoder.flags().getRaw();
    return sum + resultDecoder.payloadLength() + resultDecoder.limit();
  }
}
