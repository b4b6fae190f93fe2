package io.machinenative.axiom.benchmarks.axiom;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.ClientSession;
import io.machinenative.axiom.client.ReplyHandler;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Echo calls at fixed moments, whatever became of those before: what a pause of the server costs is
 * seen by every call that falls into it. One thread; borrows the client, which it steps.
 */
public final class PacedCalls implements ReplyHandler {
  private static final int PAYLOAD_BYTES = 64;
  private static final int TOOL = ToolId.of("core.echo");

  private final AxiomClient client;
  private final long periodNs;
  private final UnsafeBuffer request = new UnsafeBuffer(ByteBuffer.allocateDirect(PAYLOAD_BYTES));
  private final CallOptions options = new CallOptions();
  private Histogram latenciesNs;
  private String failure;
  private int inFlight;

  /**
   * @param client connected, with mount INVOKER, to a server with {@code core.echo}
   * @param callsPerSecond the rate
   */
  public PacedCalls(AxiomClient client, int callsPerSecond) {
    this.client = client;
    periodNs = 1_000_000_000L / callsPerSecond;
  }

  /**
   * Calls for so long.
   *
   * @param into is added how long each took from the moment at which it was due
   */
  public void run(long durationNs, Histogram into) {
    latenciesNs = into;
    long startNs = System.nanoTime();
    long dueNs = startNs;
    while (dueNs - startNs < durationNs || inFlight > 0) {
      long nowNs = System.nanoTime();
      if (nowNs - dueNs >= 0 && dueNs - startNs < durationNs && send(dueNs)) {
        dueNs += periodNs;
      }
      if (client.poll() == 0) {
        Thread.yield();
      }
      if (failure != null) {
        throw new IllegalStateException(failure);
      }
    }
  }

  private boolean send(long dueNs) {
    request.putLong(0, dueNs);
    long outcome =
        client.send(TOOL, ContentType.BINARY, request, 0, PAYLOAD_BYTES, options, this, dueNs);
    if (outcome > 0) {
      inFlight++;
    } else if (outcome != ClientSession.BACK_PRESSURED && outcome != ClientSession.NO_CREDIT) {
      throw new IllegalStateException("expected room or back pressure, got outcome " + outcome);
    }
    return outcome > 0;
  }

  @Override
  public void onResult(
      long token, ContentType contentType, DirectBuffer buffer, int offset, int length) {
    inFlight--;
    if (length != PAYLOAD_BYTES || buffer.getLong(offset) != token) {
      failure = "expected the echo of call " + token + ", got other bytes";
    }
    latenciesNs.recordValue(Math.max(1, System.nanoTime() - token));
  }

  @Override
  public void onError(
      long token, int status, int retryAfterMs, DirectBuffer message, int offset, int length) {
    failure = "expected an echo, got " + Status.get(status);
  }
}
