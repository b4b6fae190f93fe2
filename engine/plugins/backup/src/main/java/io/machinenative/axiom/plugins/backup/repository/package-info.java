/**
 * A repository that is open, its objects and its locks. Sees the rooms below: {@code format},
 * {@code keys}, {@code storage}, {@code chunk}, {@code pack}, {@code index}.
 */
package io.machinenative.axiom.plugins.backup.repository;
