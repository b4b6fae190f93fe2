/**
 * The registry's messages on the conductor: one small class for each request, from its bytes to the
 * bytes of its reply.
 *
 * <pre>
 *   ingress ──RegistryGate──► queue ──► RegistryInlet ──► operation ──► commit ──► ingress
 *           ──RegistryGate──► FeedCursor, which reads the change feed on the ingress thread
 * </pre>
 */
package io.machinenative.axiom.engine.control.wire;
