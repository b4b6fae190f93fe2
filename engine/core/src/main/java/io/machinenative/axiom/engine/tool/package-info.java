/** Sixth stage: a tool is run, in place or from a slot, and whatever it does becomes an outcome. */
package io.machinenative.axiom.engine.tool;
