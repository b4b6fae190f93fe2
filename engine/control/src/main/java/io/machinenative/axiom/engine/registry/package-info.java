/**
 * The registry: tools, services, plugins, platforms and resources with their metadata.
 *
 * <pre>
 *   command ─▶ Registry (the conductor's thread) ─▶ indexes, leases, change feed
 *                   │ bytes under a key, with the revision that wrote them
 *                   ▼
 *              RecordStore ─ on the heap (the twin that tests compare to), or off-heap and durable
 * </pre>
 *
 * <p>The conductor is the only writer. What the data plane needs reaches it as an immutable
 * snapshot.
 */
package io.machinenative.axiom.engine.registry;
