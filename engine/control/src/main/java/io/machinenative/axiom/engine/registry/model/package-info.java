/**
 * What a registry holds: immutable records and the words in them. Any thread; allocates; knows
 * nothing of stores, wires and clocks.
 */
package io.machinenative.axiom.engine.registry.model;
