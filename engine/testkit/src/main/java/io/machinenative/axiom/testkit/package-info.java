/**
 * Seeded faults against the real stages: {@link io.machinenative.axiom.testkit.FrameFuzzer} feeds
 * the data plane with frames that are almost right, and finds exceptions, leaks, replies that are
 * no messages, and work that does not end.
 *
 * <p>Everything runs on the caller's thread and follows from the seed.
 */
package io.machinenative.axiom.testkit;
