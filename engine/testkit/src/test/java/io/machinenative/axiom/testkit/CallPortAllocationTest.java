package io.machinenative.axiom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.edge.call.CallOutcome;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.call.CallPorts;
import io.machinenative.axiom.engine.edge.call.CallRequest;
import io.machinenative.axiom.engine.pipeline.Listener;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** The seam of the edge: a call through a port allocates nothing, there and back. */
class CallPortAllocationTest {
  private static final int CALLS = 100_000;
  private static final int ROUNDS = 8;
  private static final int TOOL = ToolId.of("inline.plain");
  private static final byte[] PAYLOAD = new byte[64];

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private CallPort port;

  /** Counts, and keeps nothing. */
  private static final class Counted implements CallOutcome {
    private long bytes;

    @Override
    public void onResult(ContentType type, DirectBuffer buffer, int offset, int length) {
      bytes += length;
    }

    @Override
    public void onError(Status status, int retryAfterMs, String message) {
      throw new IllegalStateException(status + ": " + message);
    }

    @Override
    public void onProgress(double done, double total, String message) {
      throw new IllegalStateException("expected no progress");
    }
  }

  /** A carrier that its test is the client of. */
  private static final class Silent implements Listener {
    @Override
    public int poll(long nowNs) {
      return 0;
    }

    @Override
    public String address() {
      return "test:";
    }

    @Override
    public void close() {}
  }

  @Test
  void callsAllocateNothing() {
    FuzzTarget target =
        new FuzzTarget(
            0,
            engine -> {
              port = new CallPorts(engine, 64 * 1024).port("the test", "test");
              return new Silent();
            });
    target.advance(1);
    CallRequest request = new CallRequest();
    Counted counted = new Counted();
    long[] allocatedBytes = new long[ROUNDS];
    int round = 0;
    do {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        request.begin(TOOL, PAYLOAD, 0, PAYLOAD.length);
        request.contentType(ContentType.BINARY);
        port.call(request, counted);
      }
      allocatedBytes[round] = threads.getCurrentThreadAllocatedBytes() - before;
    } while (allocatedBytes[round] != 0 && ++round < ROUNDS);
    assertTrue(
        round < ROUNDS,
        () -> "expected a round that allocates 0 bytes, actual " + Arrays.toString(allocatedBytes));
    assertEquals((round + 1L) * CALLS * PAYLOAD.length, counted.bytes);
    port.end();
    target.requireNothingHeld();
  }
}
