/**
 * The limits: the same exchange on the bare transport, with nothing above it. No session, no tool
 * id, no deadline: a request comes, its bytes go back. What Axiom takes longer is what Axiom costs.
 */
package io.machinenative.axiom.benchmarks.bare;
