package io.machinenative.axiom.testkit;

import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * Feeds the stages with frames that are valid, almost valid, or noise, on several connections that
 * also block, vanish and fall silent, and checks after each stretch that nothing was kept.
 *
 * <p>A run follows from its seed. Single-threaded; a fuzzer runs once.
 */
public final class FrameFuzzer {
  /** After so many frames all connections vanish and everything has to come back. */
  public static final int FRAMES_PER_AUDIT = 50_000;

  /** Steps after which work that should be done is taken for work that never ends. */
  private static final int MOST_STEPS = 10_000;

  /** Live heap may grow by so much between the first audit and the last. */
  private static final long HEAP_TOLERANCE_BYTES = 32L * 1024 * 1024;

  private static final double NS_PER_SECOND = 1e9;

  private final long seed;
  private final SplittableRandom random;
  private final FuzzTarget target;
  private FuzzCarrier carrier;
  private long audits;
  private long firstHeapBytes;

  public FrameFuzzer(long seed) {
    this.seed = seed;
    random = new SplittableRandom(seed);
    target = new FuzzTarget(random.nextLong(), this::makeCarrier);
  }

  private FuzzCarrier makeCarrier(FrameHandler handler) {
    carrier = new FuzzCarrier(handler, random.split(), FuzzTarget.toolIds());
    return carrier;
  }

  /**
   * Runs.
   *
   * @param frames at least so many
   * @param progress told the number of frames now and then
   * @throws FuzzFailure when a stage threw, leaked, sent what is no message, or did not come to an
   *     end
   */
  public FuzzReport run(long frames, LongConsumer progress) {
    long startNs = System.nanoTime();
    try {
      while (carrier.frames() < frames) {
        long until = Math.min(frames, carrier.frames() + FRAMES_PER_AUDIT);
        feed(until);
        audit();
        progress.accept(carrier.frames());
      }
      return report((System.nanoTime() - startNs) / NS_PER_SECOND);
    } catch (Throwable e) {
      throw new FuzzFailure(
          "seed %d, frame %d: %s%nlast frame: %s"
              .formatted(seed, carrier.frames(), e, carrier.lastFrame()),
          e);
    }
  }

  private void feed(long until) throws Exception {
    long before = carrier.frames();
    int idle = 0;
    while (carrier.frames() < until) {
      target.stepIngress();
      carrier.requireNoOpenClaim();
      if (random.nextInt(4) > 0) {
        target.stepWorker();
      }
      for (int i = random.nextInt(6); i > 0; i--) {
        target.answerDeferred();
      }
      passTime();
      idle = carrier.frames() == before ? idle + 1 : 0;
      before = carrier.frames();
      if (idle == MOST_STEPS) {
        throw new IllegalStateException("no frame was taken in " + MOST_STEPS + " steps");
      }
    }
  }

  private void passTime() {
    int dice = random.nextInt(1000);
    if (dice < 300) {
      target.advance(random.nextInt(2_000_000));
    } else if (dice < 303) {
      target.advance(random.nextLong(dice == 302 ? 8_000_000_000L : 500_000_000L));
    }
  }

  /** Everybody goes; then nothing may be left. */
  private void audit() throws Exception {
    carrier.vanishAll();
    int steps = 0;
    while (target.stepIngress() + target.stepWorker() + target.answerDeferred() > 0) {
      if (++steps == MOST_STEPS) {
        throw new IllegalStateException("still at work " + MOST_STEPS + " steps after the end");
      }
    }
    target.requireNothingHeld();
    carrier.welcomeAgain();
    if (audits++ == 0) {
      firstHeapBytes = liveHeapBytes();
    }
  }

  private static long liveHeapBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private FuzzReport report(double seconds) {
    long growthBytes = liveHeapBytes() - firstHeapBytes;
    if (growthBytes > HEAP_TOLERANCE_BYTES) {
      throw new IllegalStateException("the live heap grew by " + growthBytes + " bytes");
    }
    Map<String, Long> counters = new LinkedHashMap<>();
    for (EngineCounter counter : EngineCounter.values()) {
      counters.put(counter.label(), target.count(counter));
    }
    return new FuzzReport(
        carrier.frames(),
        carrier.refused(),
        carrier.connections(),
        carrier.ended(),
        audits,
        seconds,
        growthBytes,
        carrier.replies(),
        counters);
  }
}
