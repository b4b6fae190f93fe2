package io.machinenative.axiom.benchmarks.micro;

import io.machinenative.axiom.benchmarks.aes.AesMessages;
import io.machinenative.axiom.benchmarks.aes.AesPeer;
import io.machinenative.axiom.benchmarks.aes.AesSubject;
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

/** AES-256-GCM, one message: Axiom's engines in place outside the heap, beside the JDK's cipher. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class AesGcmBenchmark {
  @Param({"IPSEC_MB", "LIBCRYPTO", "JCE", "JDK_ARRAY", "JDK_DIRECT"})
  private AesPeer peer;

  @Param({"64", "1024", "16384", "1048576"})
  private int messageBytes;

  private AesSubject subject;
  private int mask;
  private int message;

  /** A peer that this machine lacks ends its fork, and JMH with it. */
  @Setup
  public void prepare() {
    subject = peer.open(messageBytes);
    mask = AesMessages.count(messageBytes) - 1;
  }

  @TearDown
  public void close() {
    subject.close();
  }

  /**
   * Seals one. The JDK refuses a nonce twice in a row, so a lone message gets a new one; others get
   * theirs again.
   */
  @Benchmark
  public void seal() {
    subject.seal(next());
  }

  /** Seals one, and opens it again. */
  @Benchmark
  public void sealAndOpen() {
    int sealed = next();
    subject.seal(sealed);
    subject.open(sealed);
  }

  private int next() {
    message = message + 1 & mask;
    if (mask == 0) {
      subject.renewNonces();
    }
    return message;
  }
}
