package io.machinenative.axiom.benchmarks.micro;

import io.machinenative.axiom.benchmarks.registry.RouteLookups;
import io.machinenative.axiom.engine.pipeline.Route;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a tool's id to its route, as each call looks it up. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class RouteLookupBenchmark {
  @Param({"10", "1000", "10000"})
  private int tools;

  private RouteLookups lookups;

  @Setup
  public void prepare() {
    lookups = new RouteLookups(tools);
  }

  @Benchmark
  public Route find() {
    return lookups.lookUp();
  }
}
