/** Pipelines on this machine: how operations scale to the cores, and what a connection passes. */
package io.machinenative.axiom.benchmarks.pipeline;
