package io.machinenative.axiom.engine.workflow.stream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What went through a stage's channels, and how long the stage waited at them. The stage's thread
 * writes, any thread reads; a value may be one call behind.
 */
public final class StageMeter {
  private final AtomicLong bytesIn = new AtomicLong();
  private final AtomicLong bytesOut = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private final AtomicLong readWaitNs = new AtomicLong();
  private final AtomicLong writeWaitNs = new AtomicLong();

  /** Bytes read; of a source, 0. */
  public long bytesIn() {
    return bytesIn.get();
  }

  /** Bytes written, once for all that read them; of a sink, 0. */
  public long bytesOut() {
    return bytesOut.get();
  }

  /** Calls that read. */
  public long reads() {
    return reads.get();
  }

  /** Calls that wrote. */
  public long writes() {
    return writes.get();
  }

  /** Nanoseconds for which there was nothing to read. */
  public long readWaitNs() {
    return readWaitNs.get();
  }

  /** Nanoseconds for which there was no room to write. */
  public long writeWaitNs() {
    return writeWaitNs.get();
  }

  void read(int bytes) {
    bytesIn.addAndGet(bytes);
    reads.incrementAndGet();
  }

  void wrote(int bytes) {
    bytesOut.addAndGet(bytes);
    writes.incrementAndGet();
  }

  void waitedToRead(long ns) {
    readWaitNs.addAndGet(ns);
  }

  void waitedToWrite(long ns) {
    writeWaitNs.addAndGet(ns);
  }
}
