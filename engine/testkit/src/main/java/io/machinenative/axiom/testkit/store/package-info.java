/**
 * The store under {@code kill -9}: a writer in a process of its own, killed at random points, and
 * the twin on the heap that says what has to be found afterwards.
 */
package io.machinenative.axiom.testkit.store;
