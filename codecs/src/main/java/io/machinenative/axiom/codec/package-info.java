/**
 * The wire: flyweights that SBE generates from {@code sbe/axiom.xml}, and the few things that the
 * schema cannot say.
 *
 * <p>{@link io.machinenative.axiom.codec.FramingHeader} delimits messages on TCP, {@link
 * io.machinenative.axiom.codec.WireLimits} bounds them, {@link io.machinenative.axiom.codec.ToolId}
 * names tools, and {@link io.machinenative.axiom.codec.StatusFamily} says what a status means for a
 * retry. Everything here is stateless or a flyweight of its owner's thread, and allocates nothing.
 */
package io.machinenative.axiom.codec;
