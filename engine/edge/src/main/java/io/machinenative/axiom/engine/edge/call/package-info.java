/**
 * The seam to the data plane. An edge connection is a carrier like any other: what its client asks
 * for becomes an Invoke, and the Result, Error or Progress that the engine says becomes an answer.
 * So limits, deadlines, priorities, credit, cancellation and drain are those of every carrier.
 *
 * <pre>
 *   request ─▶ CallPort.call ─▶ Invoke ─▶ framing ─▶ validation ─▶ dispatch ─▶ tool
 *   answer  ◀─ CallOutcome   ◀─ CallPort.commit  ◀─ Result, Error, Progress ◀──┘
 * </pre>
 *
 * <p>All of it on the ingress thread; nothing here allocates for a call but its place in a map.
 */
package io.machinenative.axiom.engine.edge.call;
