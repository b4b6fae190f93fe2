package io.machinenative.axiom.benchmarks.rtt;

/**
 * What is exchanged. Immutable.
 *
 * @param payloadBytes of a request and of its reply, {@value #MIN_PAYLOAD_BYTES} to {@value
 *     #MAX_PAYLOAD_BYTES}: the first bytes hold the call's sequence number, and the bare Aeron
 *     exchange fits one message of the smallest term
 * @param inFlight calls that are under way at the same time, 1 to {@value #MAX_IN_FLIGHT}, which is
 *     the credit of a session: 1 shows the latency, 64 the throughput
 */
public record Exchange(Transport transport, int payloadBytes, int inFlight, Mode mode) {
  public static final int MIN_PAYLOAD_BYTES = 8;
  public static final int MAX_PAYLOAD_BYTES = 256 * 1024;
  public static final int MAX_IN_FLIGHT = 256;

  public Exchange {
    requireRange("payload", payloadBytes, MIN_PAYLOAD_BYTES, MAX_PAYLOAD_BYTES);
    requireRange("in-flight", inFlight, 1, MAX_IN_FLIGHT);
  }

  private static void requireRange(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          what + ": expected " + min + " to " + max + ", got " + value);
    }
  }
}
