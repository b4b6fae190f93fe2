package io.machinenative.axiom.engine.edge.task;

/**
 * What is known of a task, but for its result. Immutable.
 *
 * @param id that cannot be guessed: 32 hexadecimal digits
 * @param owner who may ask for it; empty for those without a name
 * @param tool its name
 * @param message for people, empty for none
 * @param createdMs wall time
 * @param updatedMs wall time of the last change
 * @param ttlMs for so long after its creation it is kept at least
 */
public record TaskRecord(
    String id,
    String owner,
    String tool,
    TaskStatus status,
    String message,
    long createdMs,
    long updatedMs,
    long ttlMs) {

  TaskRecord with(TaskStatus newStatus, String newMessage, long nowMs) {
    return new TaskRecord(
        id, owner, tool, newStatus, newMessage, createdMs, Math.max(nowMs, updatedMs), ttlMs);
  }
}
