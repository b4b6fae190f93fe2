/** Failures by HTTP: which status, and what is said (RFC 9457). */
package io.machinenative.axiom.engine.edge.problem;
