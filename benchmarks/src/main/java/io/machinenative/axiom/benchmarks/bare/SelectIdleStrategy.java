package io.machinenative.axiom.benchmarks.bare;

import io.netty.channel.ManualIoEventLoop;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;

/**
 * Yields for a while after the last work, then blocks in select until there is some. Owned by the thread that owns the
 * loop.
 */
final class SelectIdleStrategy implements IdleStrategy {
  private static final long YIELD_NS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SELECT_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ManualIoEventLoop loop;
  private boolean idling;
  private long idleSinceNs;

  SelectIdleStrategy(ManualIoEventLoop loop) {
    this.loop = loop;
  }

  @Override
  public void idle(int workCount) {
    if (workCount > 0) {
      reset();
    } else {
      idle();
    }
  }

  @Override
  public void idle() {
    long nowNs = System.nanoTime();
    if (!idling) {
      idling = true;
      idleSinceNs = nowNs;
    }
    if (nowNs - idleSinceNs < YIELD_NS || loop.isShuttingDown()) {
      Thread.yield();
    } else if (loop.run(SELECT_NS) > 0) {
      reset();
    }
  }

  @Override
  public void reset() {
    idling = false;
  }

  @Override
  public String alias() {
    return "select";
  }
}
