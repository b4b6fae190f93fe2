package io.machinenative.axiom.testkit;

import java.util.Map;

/**
 * What a run did.
 *
 * @param frames that were offered to the stages and taken
 * @param refused offers that were answered with back pressure, and came again
 * @param sessions connections that were made
 * @param ended frames at which the server ended the connection
 * @param replies frames that the server sent, by message
 * @param heapGrowthBytes of the live heap from the first audit to the last
 */
public record FuzzReport(
    long frames,
    long refused,
    long sessions,
    long ended,
    long audits,
    double seconds,
    long heapGrowthBytes,
    Map<String, Long> replies,
    Map<String, Long> counters) {

  public long framesPerSecond() {
    return seconds == 0 ? 0 : (long) (frames / seconds);
  }
}
