/**
 * Backups beside restic, on the same tree, with the same cores: each in a process of its own, both
 * with compression and encryption on.
 */
package io.machinenative.axiom.benchmarks.backup;
