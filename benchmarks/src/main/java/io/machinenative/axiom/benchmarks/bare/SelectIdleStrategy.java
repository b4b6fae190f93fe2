package io.machinenative.axiom.benchmarks.bare;

import io.machinenative.axiom.benchmarks.rtt.IdleStrategies;
import io.machinenative.axiom.engine.base.YieldThenParkIdleStrategy;
import io.netty.channel.ManualIoEventLoop;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;

/**
 * Yields for a while after the last work, then blocks in select until there is some. Owned by the
 * thread that owns the loop.
 */
final class SelectIdleStrategy implements IdleStrategy {
  private static final long SELECT_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ManualIoEventLoop loop;
  private final YieldThenParkIdleStrategy yielding = IdleStrategies.yieldThenPark();

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
    if (!yielding.wouldPark() || loop.isShuttingDown()) {
      yielding.idle();
    } else if (loop.run(SELECT_NS) > 0) {
      reset();
    }
  }

  @Override
  public void reset() {
    yielding.reset();
  }

  @Override
  public String alias() {
    return "yield-then-select";
  }
}
