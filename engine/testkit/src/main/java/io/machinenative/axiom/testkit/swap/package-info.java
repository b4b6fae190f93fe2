/**
 * A plugin that is swapped, and the server that is killed meanwhile: {@link
 * io.machinenative.axiom.testkit.swap.SwapKiller}.
 */
package io.machinenative.axiom.testkit.swap;
