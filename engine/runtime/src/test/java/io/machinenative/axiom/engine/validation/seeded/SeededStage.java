package io.machinenative.axiom.engine.validation.seeded;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.tngtech.archunit.base.DescribedPredicate;
import io.machinenative.axiom.engine.scheduler.Scheduler;
import io.machinenative.axiom.seeded.SeededLoop;
import java.lang.foreign.Linker;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.LongSupplier;
import java.util.logging.Logger;

/** A stage that breaks every rule of the house; never run. */
public final class SeededStage {
  private final Logger logger = Logger.getLogger("seeded");
  private final LongSupplier clock = System::nanoTime;

  void breakRules(Scheduler sibling) {
    System.out.println(DescribedPredicate.alwaysTrue() + " " + sibling.getClass());
    System.out.println(new BlockingWaitStrategy());
    logger.info(() -> Linker.nativeLinker() + " " + new URLClassLoader(new URL[0]));
    SeededLoop.turn(this);
  }

  public long nowNs() {
    return clock.getAsLong();
  }
}
