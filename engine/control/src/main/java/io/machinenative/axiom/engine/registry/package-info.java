/**
 * The registry: tools, services, plugins, platforms and resources with their metadata.
 *
 * <pre>
 *   command ─▶ Registry (the conductor's thread) ─▶ validation: what is wrong with it
 *                   │
 *                   ├─ LeaseKeeper ─ lease: who is silent, who comes and goes
 *                   ▼
 *                Ledger ─ one revision for each change
 *                   │ 1. bytes under a key, with the revision that wrote them (form)
 *                   ├──▶ RecordStore ─ on the heap (the twin that tests compare to), or off-heap
 *                   │ 2.
 *                   ├──▶ query: postings and columns, on the heap
 *                   │ 3. once it is committed
 *                   └──▶ feed ─▶ watchers, on any thread
 * </pre>
 *
 * <p>The conductor is the only writer. What the data plane needs reaches it as an immutable
 * snapshot. The packages below know nothing of this one: model and naming are the words, metadata
 * the schemas, form the bytes and the JSON.
 */
package io.machinenative.axiom.engine.registry;
