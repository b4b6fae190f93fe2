/**
 * Micro benchmarks: single steps of a call, measured by JMH in forks that run with the engine's own
 * JVM flags.
 */
package io.machinenative.axiom.benchmarks.micro;
