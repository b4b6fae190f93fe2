/**
 * The assembly: an {@code Assembly} wires the stages, and reads like the picture of a call; {@link
 * io.machinenative.axiom.engine.Engine} offers what runs then.
 */
package io.machinenative.axiom.engine;
