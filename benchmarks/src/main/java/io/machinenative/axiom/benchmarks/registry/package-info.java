/**
 * Measures the registry: pages of a large fleet, registrations, and changes on their way to
 * watchers.
 */
package io.machinenative.axiom.benchmarks.registry;
