package io.machinenative.axiom.benchmarks.bare;

import io.machinenative.axiom.benchmarks.rtt.IdleStrategies;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.transport.aeron.DriverOptions;
import java.nio.file.Path;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/** The media driver of a run: set up as the engine sets up its own. */
final class BenchDriver {
  private BenchDriver() {}

  static DriverOptions options(String aeronDirectory) {
    return DriverOptions.standard(
        Path.of(aeronDirectory),
        Mount.SHARED,
        task -> Thread.ofPlatform().daemon().unstarted(task),
        IdleStrategies::yieldThenPark,
        SystemNanoClock.INSTANCE,
        SystemEpochClock.INSTANCE,
        Throwable::printStackTrace);
  }
}
