/**
 * Long calls that outlive the request that began them, and the process that ran them: what is known
 * of each, kept in memory, and in files where the engine has a data directory.
 *
 * <pre>
 *   ingress ─▶ TaskShelf (records in memory) ─▶ one thread ─▶ TASK_ID.task (record, then detail)
 * </pre>
 *
 * <p>How tasks are spoken of belongs to the protocol above.
 */
package io.machinenative.axiom.engine.edge.task;
