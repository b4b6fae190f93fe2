package io.machinenative.axiom.engine.config;

/**
 * Bounds of the long calls that are kept as tasks. Immutable, checked where it is made; {@link
 * ConfigKey} documents each part.
 *
 * @param count kept at once, running and ended
 * @param bytes of a task's arguments, its open questions, or its result
 * @param ttlNs for so long after its creation a task is kept, and runs at most
 */
public record TaskConfig(int count, int bytes, long ttlNs) {
  public TaskConfig {
    if (count < 0 || count > 1_000_000) {
      throw new IllegalArgumentException("tasks: expected 0 to 1000000, got " + count);
    }
    if (bytes < 1024) {
      throw new IllegalArgumentException("task-bytes: expected at least 1024, got " + bytes);
    }
    if (ttlNs < 1_000_000) {
      throw new IllegalArgumentException(
          "task-ttl: expected at least a millisecond, got " + ttlNs + " ns");
    }
  }
}
