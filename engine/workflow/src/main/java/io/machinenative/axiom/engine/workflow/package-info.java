/**
 * Pipelines: operations of plugins, connected by bounded buffers.
 *
 * <pre>
 *  YAML ─ model ─▶ Pipeline ─ plan ─▶ Plan ─ run ─▶ operations, connected by stream ─▶ report
 * </pre>
 *
 * <p>{@link io.machinenative.axiom.engine.workflow.Pipelines} is what an embedder and the tools
 * use. Memory is what the buffers take, whatever the size of the data.
 */
package io.machinenative.axiom.engine.workflow;
