/**
 * Metadata that keep to a schema: versions of schemas, how metadata migrate from one to the next,
 * templates to begin with, and the difference and the merge of two JSON objects.
 *
 * <p>JSON is plain values here, as {@link io.machinenative.axiom.engine.json.Json#read} gives them.
 * What is given is never changed. Any thread; allocates.
 */
package io.machinenative.axiom.engine.registry.metadata;
