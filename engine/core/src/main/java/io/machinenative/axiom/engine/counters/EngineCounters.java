package io.machinenative.axiom.engine.counters;

import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;

/**
 * The engine's counters: one cache line each in one buffer, which may be a mapped file that
 * outlives the process.
 *
 * <pre>
 *  0        8              128          128 + 64
 *  +--------+--------------+------------+-----
 *  | magic  | padding      | counter 0  | ...     in the order of {@link EngineCounter}, little endian
 *  +--------+--------------+------------+-----
 * </pre>
 *
 * <p>Any thread. Counting is one atomic add and allocates nothing.
 */
public final class EngineCounters {
  /** "AXCNT001" read as little endian. */
  public static final long MAGIC = 0x313030544E435841L;

  private static final int HEADER_BYTES = 128;
  private static final int STRIDE = BitUtil.CACHE_LINE_LENGTH;
  private static final EngineCounter[] COUNTERS = EngineCounter.values();

  /** Length of the buffer that the counters need. */
  public static final int BUFFER_BYTES = HEADER_BYTES + COUNTERS.length * STRIDE;

  private final AtomicBuffer buffer;

  /**
   * @param buffer of at least {@link #BUFFER_BYTES}, zeroed here
   */
  public EngineCounters(AtomicBuffer buffer) {
    this.buffer = buffer;
    buffer.verifyAlignment();
    buffer.setMemory(0, BUFFER_BYTES, (byte) 0);
    buffer.putLongVolatile(0, MAGIC);
  }

  public void increment(EngineCounter counter) {
    add(counter, 1);
  }

  public void add(EngineCounter counter, long delta) {
    buffer.getAndAddLong(offset(counter), delta);
  }

  public long value(EngineCounter counter) {
    return buffer.getLongVolatile(offset(counter));
  }

  /** All values by label, in the order of the enum. Allocates. */
  public Map<String, Long> values() {
    Map<String, Long> values = new LinkedHashMap<>();
    for (EngineCounter counter : COUNTERS) {
      values.put(counter.label(), value(counter));
    }
    return values;
  }

  private static int offset(EngineCounter counter) {
    return HEADER_BYTES + counter.ordinal() * STRIDE;
  }
}
