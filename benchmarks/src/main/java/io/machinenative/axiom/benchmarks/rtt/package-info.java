/**
 * What all subjects of a round-trip measurement share: one payload, one window, one clock, one way
 * to idle, so that the difference between two rows is the difference between two ways to carry a
 * call.
 */
package io.machinenative.axiom.benchmarks.rtt;
