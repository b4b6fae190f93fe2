/**
 * What an engine tells of itself while it runs, as tools that every client may call: numbers,
 * sessions, the last lines of its log. Nothing here is read by the data plane, and reading it costs
 * the data plane one load in a duty cycle.
 */
package io.machinenative.axiom.engine.observation;
