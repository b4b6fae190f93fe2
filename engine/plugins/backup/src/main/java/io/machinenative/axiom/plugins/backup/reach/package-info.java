/** Which chunks snapshots need: what a check looks for, and a prune keeps. */
package io.machinenative.axiom.plugins.backup.reach;
