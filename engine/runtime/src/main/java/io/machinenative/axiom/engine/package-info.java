/**
 * The assembly: {@link io.machinenative.axiom.engine.Engine} wires the stages, and reads like the
 * picture of a call.
 */
package io.machinenative.axiom.engine;
