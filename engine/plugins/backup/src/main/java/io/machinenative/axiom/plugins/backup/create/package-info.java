/**
 * Making snapshots: the walk, the threads that read, the thread that stores. Sees the rooms below:
 * {@code repository}, {@code files}, {@code tree} and what those see.
 */
package io.machinenative.axiom.plugins.backup.create;
