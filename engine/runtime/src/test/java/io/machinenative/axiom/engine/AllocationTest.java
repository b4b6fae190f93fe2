package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.transport.aeron.DriverDirectory;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls in steady state allocate nothing: on both sides in one thread, and on a server's threads.
 */
class AllocationTest {
  private static final int WARM_UP_CALLS = 200_000;
  private static final int ROUNDS = 5;

  /** What the JVM itself may allocate on a thread meanwhile; an object per call would be 16 MB. */
  private static final long TOLERATED_BYTES = 64 * 1024;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void aMillionCallsInOneThreadAllocateNothing() {
    int calls = 1_000_000;
    Path directory = DriverDirectory.createPrivate();
    try (Engine engine =
            Engine.builder()
                .mount(Mount.INVOKER)
                .plugin(new CoreToolsPlugin())
                .aeronDirectory(directory)
                .listen(Carrier.INPROC.listen())
                .start();
        EchoSession echo = new EchoSession(engine.inproc().connect(), engine::doWork)) {
      echo.call(WARM_UP_CALLS, 1);
      long before = threads.getCurrentThreadAllocatedBytes();
      echo.call(calls, 1);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertEquals(WARM_UP_CALLS + calls, echo.verified());
      assertTrue(allocated < TOLERATED_BYTES, () -> allocated + " bytes for " + calls + " calls");
    }
    IoUtil.delete(directory.toFile(), true);
  }

  @ParameterizedTest
  @EnumSource(Carrier.class)
  void aServersThreadsAllocateNothing(Carrier carrier) {
    int calls = 200_000;
    try (EngineRig rig = new EngineRig(Mount.SHARED, List.of(carrier), builder -> builder);
        EchoSession echo = new EchoSession(rig.link(carrier), () -> 0)) {
      echo.call(WARM_UP_CALLS, 64);
      long[] agents = agents();
      long allocated = Long.MAX_VALUE;
      // What the optimising compiler has not seen yet may allocate; once it has, nothing does.
      for (int round = 0; round < ROUNDS && allocated >= TOLERATED_BYTES; round++) {
        long before = allocatedBy(agents);
        echo.call(calls, 64);
        allocated = allocatedBy(agents) - before;
      }
      long least = allocated;
      assertTrue(least < TOLERATED_BYTES, () -> least + " bytes for " + calls + " calls");
    }
  }

  /** The engine's agents, by their names. A media driver allocates for datagrams, in the JDK. */
  private long[] agents() {
    long[] ids =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().matches("(ingress|worker).*"))
            .mapToLong(Thread::threadId)
            .toArray();
    assertFalse(ids.length < 2, "expected an ingress agent and a worker at least");
    return ids;
  }

  private long allocatedBy(long[] ids) {
    long sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(ids)) {
      assertTrue(bytes >= 0, "an agent's thread has ended");
      sum += bytes;
    }
    return sum;
  }
}
