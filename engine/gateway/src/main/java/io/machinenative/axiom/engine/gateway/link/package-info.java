/**
 * How messages get to an upstream server and back: over HTTP, or through the standard input and
 * output of a child. Nothing that an upstream sends is kept beyond its bounds, and nobody waits for
 * one without a limit.
 */
package io.machinenative.axiom.engine.gateway.link;
