/**
 * The edge beside a bare Netty server that answers the same request with a constant: what a call
 * costs the server in CPU time, which the noise of a shared machine moves least.
 */
package io.machinenative.axiom.benchmarks.edge;
