/**
 * What the engine counts, where an operator can read it while the engine runs and after it died.
 */
package io.machinenative.axiom.engine.counters;
