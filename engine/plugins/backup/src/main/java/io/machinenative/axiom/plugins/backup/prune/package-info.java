/** Removing snapshots by their age, and what none of them needs any more. */
package io.machinenative.axiom.plugins.backup.prune;
