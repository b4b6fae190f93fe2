package io.machinenative.axiom.engine.counters;

import java.util.ArrayList;
import java.util.List;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.errors.ErrorLogReader;

/**
 * Records each distinct exception once, with a count and the times of the first and the last, in a
 * buffer that may be a mapped file. Any thread. Allocates for an exception that it has not seen
 * before.
 */
public final class ErrorRecorder implements ErrorHandler {
  /** Room for some hundred distinct exceptions with their stacks. */
  public static final int BUFFER_BYTES = 512 * 1024;

  /** One distinct exception. */
  public record Entry(int count, long firstEpochMs, long lastEpochMs, String stack) {}

  private final AtomicBuffer buffer;
  private final DistinctErrorLog log;
  private final EngineCounters counters;

  /**
   * @param buffer of {@link #BUFFER_BYTES}, zeroed here
   */
  public ErrorRecorder(AtomicBuffer buffer, EpochClock clock, EngineCounters counters) {
    buffer.setMemory(0, buffer.capacity(), (byte) 0);
    this.buffer = buffer;
    this.log = new DistinctErrorLog(buffer, clock);
    this.counters = counters;
  }

  @Override
  public void onError(Throwable thrown) {
    counters.increment(EngineCounter.ERRORS);
    log.record(thrown);
  }

  /** What was recorded, oldest first. Allocates. */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    ErrorLogReader.read(
        buffer,
        (count, firstMs, lastMs, stack) -> entries.add(new Entry(count, firstMs, lastMs, stack)));
    return entries;
  }
}
