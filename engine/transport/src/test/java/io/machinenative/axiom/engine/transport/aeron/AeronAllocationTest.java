package io.machinenative.axiom.engine.transport.aeron;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.Session;
import java.lang.management.ManagementFactory;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/**
 * Once frames flow, nothing is allocated for them: listener, link, and the Aeron client below both.
 */
class AeronAllocationTest {
  private static final int FRAMES = 100_000;

  /** Until the compiler has seen to the iterators of the driver, which runs on this thread. */
  private static final int MAX_ROUNDS = 20;

  /** Housekeeping of the Aeron client and of the measurement; far below a byte for each frame. */
  private static final long TOLERATED_BYTES = 32 * 1024;

  private static final class Echo implements FrameHandler {
    private Peer peer;
    private boolean welcomed;

    @Override
    public Session onConnect(Peer peer) {
      this.peer = peer;
      return TestSessions.create(0, peer);
    }

    @Override
    public int onFrame(Session session, DirectBuffer buffer, int offset, int length) {
      if (!welcomed) {
        welcomed = true;
        return Outcome.OK;
      }
      int outcome = peer.claim(length);
      if (outcome == Outcome.OK) {
        peer.buffer().putBytes(peer.offset(), buffer, offset, length);
        peer.commit();
      }
      return outcome;
    }

    @Override
    public void onMalformed(Session session, String defect) {
      throw new AssertionError(defect);
    }

    @Override
    public void onDisconnect(Session session) {}
  }

  private static final class Counter implements Link.Receiver {
    private long frames;

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {
      frames++;
    }
  }

  @Test
  void steadyStateAllocatesNothing() {
    try (AeronRig rig = new AeronRig(AeronRig.IPC)) {
      rig.listener.close();
      rig.listener =
          new AeronListener(
              rig.conductor,
              AeronAddress.parse(AeronRig.IPC),
              AeronListenerOptions.DEFAULT,
              new Echo(),
              rig.handler::onRefused);
      AeronRig.Client client = rig.client();
      rig.await("the link connects", client::connected);
      rig.send(
          client, AeronRig.hello(client.link.responseChannel(), client.link.responseStreamId()));
      Counter counter = new Counter();
      long allocated = Long.MAX_VALUE;
      for (int round = 0; round < MAX_ROUNDS && allocated > TOLERATED_BYTES; round++) {
        allocated = measure(rig, client.link, counter);
      }
      assertTrue(
          allocated < TOLERATED_BYTES,
          "allocated " + allocated + " bytes for " + FRAMES + " frames");
    }
  }

  private static long measure(AeronRig rig, Link link, Counter counter) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    exchange(rig, link, counter, counter.frames + FRAMES);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  /** Short frames and long ones, until so many have come back. */
  private static void exchange(AeronRig rig, Link link, Counter counter, long frames) {
    long sent = counter.frames;
    while (counter.frames < frames) {
      int length = (sent & 63) == 0 ? 65_500 : 200;
      if (sent < frames && link.claim(length) == Outcome.OK) {
        link.buffer().putLong(link.offset(), sent++);
        link.commit();
      }
      rig.listener.poll(AeronRig.CLOCK.nanoTime());
      link.poll(counter);
    }
  }
}
