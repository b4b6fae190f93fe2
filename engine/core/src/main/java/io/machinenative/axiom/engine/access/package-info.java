/**
 * Who calls, what it may, and how often: what the data plane keeps of identity. Decided above, by
 * who verifies credentials and reads rules; here are only the answers, ready to be looked up.
 *
 * <pre>
 *   credential ─▶ Identity ─▶ Caller ──┐
 *   rules, rates ─▶ Guard ─────────────┼─▶ Grants, one for each caller and epoch: bit and meters by slot
 *   routes of an epoch ────────────────┘
 * </pre>
 *
 * <p>A call costs two comparisons and a bit; nothing here allocates for one, and nothing locks.
 */
package io.machinenative.axiom.engine.access;
