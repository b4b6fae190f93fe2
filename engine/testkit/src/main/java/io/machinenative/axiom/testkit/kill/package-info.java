/**
 * Kills a process at random points again and again (SIGKILL), and looks each time at what it left:
 * {@link io.machinenative.axiom.testkit.kill.Kills}.
 */
package io.machinenative.axiom.testkit.kill;
