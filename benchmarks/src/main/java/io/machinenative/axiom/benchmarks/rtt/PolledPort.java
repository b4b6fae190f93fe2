package io.machinenative.axiom.benchmarks.rtt;

/** A client that is stepped by its caller. Owned by one thread. */
public interface PolledPort {
  /**
   * Sends the next request of the window.
   *
   * @return false if there is no room now: poll, then try again
   */
  boolean send(RoundTrips trips);

  /**
   * Takes the replies that came. Bounded, never blocks.
   *
   * @return how much was done, 0 for nothing
   */
  int poll(RoundTrips trips);
}
