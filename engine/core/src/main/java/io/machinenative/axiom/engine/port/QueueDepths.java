package io.machinenative.axiom.engine.port;

/**
 * How many calls wait and run at one moment.
 *
 * @param waiting in the lanes of all workers, by {@code Priority.value()}
 * @param workers that each worker has, waiting or running
 * @param blocking that run on virtual threads
 * @param blockingLimit of these
 */
public record QueueDepths(int[] waiting, int[] workers, int blocking, int blockingLimit) {}
