package io.machinenative.axiom.benchmarks.micro;

import io.machinenative.axiom.benchmarks.zstd.Blocks;
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

/** A JSON message of 1 KiB, with a trained dictionary and without. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class ZstdDictionaryBenchmark {
  @Param({"AXIOM", "JNI_ARRAY", "JNI_DIRECT"})
  private ZstdPeer peer;

  @Param({"false", "true"})
  private boolean dictionary;

  @Param({"1", "3"})
  private int level;

  private ZstdSubject subject;
  private int blockCount;
  private int block;

  /** Makes the messages, and trains the dictionary on others. */
  @Setup
  public void open() {
    byte[] content = dictionary ? Blocks.trainDictionary() : new byte[0];
    Blocks blocks = Blocks.ofMessages(level, content);
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
