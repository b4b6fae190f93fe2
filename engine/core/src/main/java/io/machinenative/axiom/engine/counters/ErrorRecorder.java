package io.machinenative.axiom.engine.counters;

import io.machinenative.axiom.api.LogLevel;
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

  private static final int MAX_CAUSES = 4;

  /** One distinct exception. */
  public record Entry(int count, long firstEpochMs, long lastEpochMs, String stack) {}

  private final AtomicBuffer buffer;
  private final DistinctErrorLog log;
  private final EngineCounters counters;
  private final EventLog events;

  /**
   * @param buffer of {@link #BUFFER_BYTES}, zeroed here
   * @param events gets a line for each, without its stack
   */
  public ErrorRecorder(
      AtomicBuffer buffer, EpochClock clock, EngineCounters counters, EventLog events) {
    buffer.setMemory(0, buffer.capacity(), (byte) 0);
    this.buffer = buffer;
    this.log = new DistinctErrorLog(buffer, clock);
    this.counters = counters;
    this.events = events;
  }

  @Override
  public void onError(Throwable thrown) {
    counters.increment(EngineCounter.ERRORS);
    log.record(thrown);
    events.addRarely(LogLevel.ERROR, "engine", textOf(thrown));
  }

  private static String textOf(Throwable thrown) {
    StringBuilder text = new StringBuilder(thrown.toString());
    int depth = 0;
    for (Throwable cause = thrown.getCause(); cause != null && depth < MAX_CAUSES; depth++) {
      text.append(", caused by ").append(cause);
      cause = cause.getCause();
    }
    return text.toString();
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
