package io.machinenative.axiom.api;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Off-heap memory for a plugin: counted, within {@code limits.memory} of its manifest, and freed
 * when the plugin is torn down, whether it remembered to or not. Any thread.
 *
 * <p>To make and close an arena takes microseconds, for other threads may be using it: take few,
 * and keep them. {@link MemorySegment#asByteBuffer} wrapped by an Agrona {@code UnsafeBuffer} is
 * the same memory for code that wants one.
 */
public interface PluginMemory {
  /**
   * Memory that lives as long as this version of the plugin.
   *
   * @param bytes 1 or more; zeroed
   * @param alignmentBytes a power of two
   * @throws NotGrantedException beyond the limit, naming it, and how much is used
   */
  MemorySegment allocate(long bytes, long alignmentBytes);

  /**
   * Memory that lives until the arena is closed. An arena that is open after the teardown is closed
   * then, and recorded as a leak. Its {@link Arena#allocate(long, long)} throws {@link
   * NotGrantedException} beyond the limit.
   */
  Arena openArena();

  /** Bytes in use now. */
  long usedBytes();

  /** Bytes that may be in use at once. */
  long limitBytes();
}
