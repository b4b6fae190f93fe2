package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.machinenative.axiom.engine.access.Gcra;
import io.machinenative.axiom.engine.access.Meter;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * The gate of the data plane: calls in steady state allocate nothing. The JVM counts what the
 * thread allocates; what the count itself and the compiler's uncommon traps cost is below the
 * tolerance, a hundredth of a byte a call.
 */
class AllocationTest {
  private static final int BATCH = 64;
  private static final long TOLERANCE_BYTES = 10_000;
  private static final int ROUNDS = 3;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final TestLimits limits = new TestLimits();

  private HandClient open() {
    limits.creditWindow = 2 * BATCH;
    limits.slotCount = 2 * BATCH;
    limits.laneCapacity = 2 * BATCH;
    DataPlane plane = new DataPlane(limits, new TestTools().routes());
    plane.carrier.framesPerPoll(BATCH);
    HandClient client = plane.open();
    client.peer.recording(false);
    return client;
  }

  /** Rules that let it call what it calls, and a rate that it does not reach. */
  private HandClient guarded() {
    HandClient client = open();
    Meter[] rates = {new Gcra("all", 1_000_000_000L, 1_000_000_000L, 1_000_000_000L, 0)};
    client.plane().guard(new TestGuard("tester", "files:read", "inline.", rates));
    return client;
  }

  /** Measures again while the JIT has not settled: the last round has to hold. */
  private void requireNoAllocation(HandClient client, String tool, byte[] payload, int calls) {
    byte[][] frames = new byte[BATCH][];
    for (int i = 0; i < BATCH; i++) {
      frames[i] = Invoke.of(i, tool, payload).deadlineNs(Long.MAX_VALUE).build();
    }
    run(client, frames, calls / 4);
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && allocated > TOLERANCE_BYTES; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      long answered = run(client, frames, calls);
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertEquals(calls, answered);
    }
    System.out.println(tool + ": " + allocated + " bytes allocated by " + calls + " calls");
    assertTrue(allocated <= TOLERANCE_BYTES, allocated + " bytes by " + calls + " calls");
  }

  private static long run(HandClient client, byte[][] frames, int calls) {
    long before = client.peer.frames();
    for (int sent = 0; sent < calls; sent += BATCH) {
      for (int i = 0; i < BATCH; i++) {
        client.send(frames[i]);
      }
      client.stepUntil(before + sent + BATCH);
    }
    return client.peer.frames() - before;
  }

  @Test
  void aMillionInlineCalls() {
    requireNoAllocation(open(), "inline.echo", new byte[64], 1_000_000);
  }

  @Test
  void aMillionGuardedCalls() {
    requireNoAllocation(guarded(), "inline.echo", new byte[64], 1_000_000);
  }

  @Test
  void twoHundredThousandWorkerCalls() {
    requireNoAllocation(open(), "worker.echo", new byte[64], 200_000);
  }

  @Test
  void callsWithPooledBuffers() {
    requireNoAllocation(open(), "worker.echo", new byte[8000], 64_000);
  }
}
