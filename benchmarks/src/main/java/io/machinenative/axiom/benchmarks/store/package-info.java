/**
 * What the store costs: reads beside a bare Chronicle Map, durable changes in shared commits, a
 * million records.
 */
package io.machinenative.axiom.benchmarks.store;
