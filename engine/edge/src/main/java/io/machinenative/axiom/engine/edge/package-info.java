/**
 * The edge: foreign protocols that reach the same tools. Each connection is a carrier's; see {@link
 * io.machinenative.axiom.engine.edge.call} for the seam to the data plane.
 */
package io.machinenative.axiom.engine.edge;
