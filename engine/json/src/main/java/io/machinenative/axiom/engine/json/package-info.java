/**
 * Records to JSON and back, JSON Schemas derived from records, and validation against them.
 *
 * <pre>
 *  bytes --StrictJson--> tree --JsonSchema--> valid tree --RecordShape--> with defaults --RecordBinding--> record
 * </pre>
 *
 * <p>{@link io.machinenative.axiom.engine.json.ToolFaces} turns a tool into handlers for bytes;
 * {@link io.machinenative.axiom.engine.json.RecordBinding} serves typed calls on both sides; {@link
 * io.machinenative.axiom.engine.json.Json} is for command lines and clients. No other package sees
 * the JSON libraries: none of their types is in a public signature here.
 *
 * <p>Everything that can be prepared is prepared at construction. Reading and writing allocate.
 * Nothing is fetched: a {@code $ref} that leads out of its schema is an error.
 */
package io.machinenative.axiom.engine.json;
