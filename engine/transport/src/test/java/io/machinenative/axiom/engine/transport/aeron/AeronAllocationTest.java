package io.machinenative.axiom.engine.transport.aeron;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Listener;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.Session;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;

/**
 * Once frames flow, nothing is allocated for them: listener, link, and the Aeron client below both.
 */
class AeronAllocationTest {
  private static final int FRAMES = 100_000;

  /** Until the compiler has done its part. */
  private static final int MAX_ROUNDS = 10;

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

  private final Path directory = AeronRig.newDirectory();

  @Test
  void steadyStateAllocatesNothing() {
    // the driver has a thread of its own: its iterators are not ours
    DriverOptions options =
        DriverOptions.standard(
            directory,
            Mount.SHARED,
            Thread::new,
            YieldingIdleStrategy::new,
            AeronRig.CLOCK,
            SystemEpochClock.INSTANCE,
            AeronAllocationTest::fail);
    try (EmbeddedDriver driver = EmbeddedDriver.launch(options);
        AeronConductor conductor =
            AeronConductor.connect(
                AeronContext.of(driver, AeronRig.CLOCK, AeronAllocationTest::fail));
        AeronListener listener =
            new AeronListener(
                conductor,
                AeronAddress.parse(AeronRig.IPC),
                AeronListenerOptions.DEFAULT,
                new Echo(),
                (source, reason) -> fail(new AssertionError(reason)));
        AeronLink link =
            new AeronLink(
                AeronAddress.parse(AeronRig.IPC),
                AeronLinkOptions.of(directory, options),
                AeronRig.CLOCK,
                AeronAllocationTest::fail)) {
      Counter counter = new Counter();
      connect(listener, link, counter);
      long allocated = Long.MAX_VALUE;
      for (int round = 0; round < MAX_ROUNDS && allocated > TOLERATED_BYTES; round++) {
        allocated = measure(listener, link, counter);
      }
      assertTrue(
          allocated < TOLERATED_BYTES,
          "allocated " + allocated + " bytes for " + FRAMES + " frames");
    }
  }

  private static void fail(Throwable error) {
    throw new AssertionError(error);
  }

  private static void connect(Listener listener, Link link, Counter counter) {
    while (link.state() == Link.State.CONNECTING) {
      step(listener, link, counter);
    }
    byte[] hello = AeronRig.hello(link.responseChannel(), link.responseStreamId());
    while (link.claim(hello.length) != Outcome.OK) {
      step(listener, link, counter);
    }
    link.buffer().putBytes(link.offset(), hello);
    link.commit();
  }

  private static long measure(Listener listener, Link link, Counter counter) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    exchange(listener, link, counter, counter.frames + FRAMES);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  /** Short frames and long ones, until so many have come back. */
  private static void exchange(Listener listener, Link link, Counter counter, long frames) {
    long sent = counter.frames;
    while (counter.frames < frames) {
      int length = (sent & 63) == 0 ? 65_500 : 200;
      if (sent < frames && link.claim(length) == Outcome.OK) {
        link.buffer().putLong(link.offset(), sent++);
        link.commit();
      }
      step(listener, link, counter);
    }
  }

  private static void step(Listener listener, Link link, Counter counter) {
    listener.poll(AeronRig.CLOCK.nanoTime());
    link.poll(counter);
  }
}
