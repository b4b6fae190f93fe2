/**
 * What is measured: calls of an echo tool of an engine, through the client's session, stepped by
 * its caller.
 */
package io.machinenative.axiom.benchmarks.axiom;
