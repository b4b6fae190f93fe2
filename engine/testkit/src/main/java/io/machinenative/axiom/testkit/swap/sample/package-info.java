/**
 * The plugin that {@code axiom bench swap} swaps. Its classes go into a jar, and are loaded from
 * there: they see the contract, the JDK, and one another.
 */
package io.machinenative.axiom.testkit.swap.sample;
