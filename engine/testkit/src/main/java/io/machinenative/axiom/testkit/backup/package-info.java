/** Kills who makes and prunes snapshots, and looks at what is left. */
package io.machinenative.axiom.testkit.backup;
