/** Feeds the edge with HTTP and JSON-RPC that are almost right. */
package io.machinenative.axiom.testkit.edge;
