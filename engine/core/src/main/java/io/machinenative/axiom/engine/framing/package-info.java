/** Second stage: bytes of a carrier become whole messages of this protocol, in session order. */
package io.machinenative.axiom.engine.framing;
