/**
 * A call of a tool that an upstream server runs: admitted, sent, listened to, and answered, with
 * what the server asks on the way brought to our own caller.
 */
package io.machinenative.axiom.engine.gateway.call;
