/**
 * The registry's records, off the heap and durable: the only room that sees Chronicle Map.
 *
 * <pre>
 *   DurableStore ─┬─▶ JournalWriter ─▶ segments      the truth: JournalScan reads and checks it,
 *                 │                                  Compactor keeps it short
 *                 ├─▶ View ─▶ MapView ─▶ Chronicle Map, which other processes read along
 *                 └─▶ Head                           how far the journal is acknowledged
 * </pre>
 *
 * <p>It knows bytes, and nothing of what they mean. Each byte on disk is described in
 * docs/store.md.
 */
package io.machinenative.axiom.engine.store;
