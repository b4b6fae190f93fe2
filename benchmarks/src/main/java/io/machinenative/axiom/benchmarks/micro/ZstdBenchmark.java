package io.machinenative.axiom.benchmarks.micro;

import io.machinenative.axiom.benchmarks.zstd.Blocks;
import io.machinenative.axiom.benchmarks.zstd.Sample;
import io.machinenative.axiom.benchmarks.zstd.ZstdPeer;
import io.machinenative.axiom.benchmarks.zstd.ZstdSubject;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A block of a mixed sample, compressed and decompressed by Axiom and its peers, with what a call
 * allocates. {@code axiom bench zstd} measures the same in turns, which is better for comparing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class ZstdBenchmark {
  @Param({"AXIOM", "JNI_ARRAY", "JNI_DIRECT", "AIR_NATIVE", "AIR_JAVA"})
  private ZstdPeer peer;

  @Param({"64", "1024", "16384", "1048576"})
  private int blockBytes;

  @Param({"1", "3"})
  private int level;

  private ZstdSubject subject;
  private int blockCount;
  private int block;

  /** Loads the blocks, and compresses them for the way back. */
  @Setup
  public void open() {
    Blocks blocks = Blocks.of(Sample.MIXED, blockBytes, level);
    blockCount = blocks.count();
    subject = peer.open(blocks);
  }

  @TearDown
  public void close() {
    subject.close();
  }

  @Benchmark
  public int compress() {
    return subject.compress(next());
  }

  @Benchmark
  public int decompress() {
    return subject.decompress(next());
  }

  private int next() {
    block = block + 1 == blockCount ? 0 : block + 1;
    return block;
  }
}
