package io.machinenative.axiom.benchmarks.axiom;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.Mode;
import io.machinenative.axiom.benchmarks.rtt.RoundTrips;
import io.machinenative.axiom.benchmarks.rtt.Transport;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.base.Mount;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Calls allocate nothing: the whole way from the client's session through carrier, stages and tool
 * and back, stepped on one thread, whose allocation the JVM counts to the byte.
 *
 * <p>Code that runs for the first time may load a class even late, so there are several rounds, and
 * one of them has to be clean; what is allocated per call, or per thousand calls, is in every one
 * of them.
 */
final class AllocationGateTest {
  private static final int WARM_UP_CALLS = 100_000;
  private static final int ROUNDS = 6;
  private static final int CALLS_PER_ROUND = 250_000;
  private static final int IN_FLIGHT = 8;

  /** Of a canary that allocates once per call: what the gate must see. */
  private static final int CANARY_BYTES = 16;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private Object canary;

  @ParameterizedTest
  @CsvSource({"INLINE, 64", "WORKER, 1024"})
  void callsAllocateNothing(Mode mode, int payloadBytes) {
    try (Loop loop = new Loop(mode, payloadBytes)) {
      loop.call(WARM_UP_CALLS, () -> {});
      long[] allocatedBytes = new long[ROUNDS];
      int round = 0;
      do {
        allocatedBytes[round] = measure(loop, CALLS_PER_ROUND, () -> {});
      } while (allocatedBytes[round] != 0 && ++round < ROUNDS);

      assertTrue(
          round < ROUNDS,
          () ->
              "expected a round of "
                  + CALLS_PER_ROUND
                  + " calls that allocates 0 bytes, got "
                  + Arrays.toString(allocatedBytes));
    }
  }

  @ParameterizedTest
  @CsvSource({"INLINE, 64"})
  void theGateSeesAnAllocation(Mode mode, int payloadBytes) {
    try (Loop loop = new Loop(mode, payloadBytes)) {
      long allocatedBytes = measure(loop, WARM_UP_CALLS, () -> canary = new Object());
      assertTrue(allocatedBytes >= (long) WARM_UP_CALLS * CANARY_BYTES, canary + " was not seen");
    }
  }

  private long measure(Loop loop, int calls, Runnable beforeEach) {
    long beforeBytes = threads.getCurrentThreadAllocatedBytes();
    loop.call(calls, beforeEach);
    return threads.getCurrentThreadAllocatedBytes() - beforeBytes;
  }

  /** An engine and a client, both stepped by the caller. */
  private static final class Loop implements AutoCloseable {
    private final RoundTrips trips;
    private final Engine engine;
    private final CallingClient client;

    Loop(Mode mode, int payloadBytes) {
      Exchange exchange = new Exchange(Transport.INPROC, payloadBytes, IN_FLIGHT, mode);
      trips = new RoundTrips(exchange);
      engine =
          AxiomCalls.withTools(Engine.builder()).mount(Mount.INVOKER).listen("inproc:gate").start();
      client = AxiomCalls.calling(connect(), exchange);
    }

    /** Steps the engine while it steps the client, because connecting waits for the engine. */
    private AxiomClient connect() {
      return AxiomClient.builder()
          .mount(Mount.INVOKER)
          .links(engine.inproc()::connect)
          .idleStrategy(new Stepping())
          .connect();
    }

    void call(int calls, Runnable beforeEach) {
      trips.restart();
      client.restart(trips);
      for (int sent = 0; sent < calls || trips.inFlight() > 0; ) {
        while (sent < calls && trips.hasRoom() && client.send(trips)) {
          beforeEach.run();
          sent++;
        }
        engine.doWork();
        client.poll(trips);
      }
    }

    @Override
    public void close() {
      client.close();
      engine.close();
    }

    /** Where the client waits, the engine goes on. */
    private final class Stepping implements IdleStrategy {
      @Override
      public void idle(int workCount) {
        idle();
      }

      @Override
      public void idle() {
        engine.doWork();
      }

      @Override
      public void reset() {
        // has no state
      }
    }
  }
}
