/**
 * The commands of this module, and the two forms of their report: a table for people, JSON for
 * programs.
 */
package io.machinenative.axiom.benchmarks.cli;
