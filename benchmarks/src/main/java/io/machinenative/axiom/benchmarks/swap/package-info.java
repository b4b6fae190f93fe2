/**
 * Swaps versions of a plugin's jar while calls come at a given rate: what a swap costs the calls,
 * and whether anything of the old version stays.
 */
package io.machinenative.axiom.benchmarks.swap;
