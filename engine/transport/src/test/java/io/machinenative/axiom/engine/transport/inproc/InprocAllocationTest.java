package io.machinenative.axiom.engine.transport.inproc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.transport.TestServer;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The allocation gate: frames that come and go make no garbage. */
final class InprocAllocationTest {
  private static final int WARM_UP_ROUNDS = 50_000;
  private static final int ROUNDS = 500_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long received;

  @Test
  void roundTripsAllocateNothing() {
    TestServer server = new TestServer(TestServer.ECHO);
    try (InprocListener listener =
            new InprocListener("inproc:test", server, InprocOptions.DEFAULT);
        Link link = listener.connector().connect()) {
      Link.Receiver receiver = (buffer, offset, length) -> received += length;
      listener.poll(0);
      roundTrips(listener, link, receiver, WARM_UP_ROUNDS);
      long beforeBytes = threads.getCurrentThreadAllocatedBytes();
      roundTrips(listener, link, receiver, ROUNDS);
      double bytesPerRound =
          (threads.getCurrentThreadAllocatedBytes() - beforeBytes) / (double) ROUNDS;
      System.out.println(
          "bytes allocated for an in-process round trip, both ends: " + bytesPerRound);
      assertTrue(bytesPerRound < 0.5, "expected less than 0.5 bytes, got " + bytesPerRound);
    }
  }

  private void roundTrips(InprocListener listener, Link link, Link.Receiver receiver, int rounds) {
    link.poll(receiver);
    for (int i = 0; i < rounds; i++) {
      int length = 40 + (i & 1023);
      long expected = received + length;
      if (link.claim(length) != Outcome.OK) {
        throw new AssertionError("expected the claim to be taken in round " + i);
      }
      link.buffer().setMemory(link.offset(), length, (byte) i);
      link.commit();
      while (received < expected) {
        listener.poll(i);
        link.poll(receiver);
      }
    }
  }
}
