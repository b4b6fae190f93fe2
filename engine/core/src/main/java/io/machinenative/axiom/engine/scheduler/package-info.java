/**
 * Fifth stage: calls that do not run in place wait in lanes by priority and are run by workers, or
 * by virtual threads.
 *
 * <p>A Disruptor ring has no pool of competing consumers, so each worker has rings of its own, one
 * for each priority, and polls them; ingress gives a call to the worker with the fewest.
 */
package io.machinenative.axiom.engine.scheduler;
