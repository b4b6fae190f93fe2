package io.machinenative.axiom.engine.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a demo saw on one carrier.
 *
 * @param carrier its name
 * @param calls that were answered and checked
 * @param bytes of files that went there
 * @param faults replies that were wrong, for people; empty when all is well
 * @param p50Ns median round trip of a 64-byte echo
 * @param p99Ns 99th percentile of it
 * @param maxNs longest of it
 */
public record CarrierReport(
    String carrier,
    long calls,
    long bytes,
    List<String> faults,
    long p50Ns,
    long p99Ns,
    long maxNs) {

  /** As it is printed with {@code --json}. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("carrier", carrier);
    map.put("calls", calls);
    map.put("bytes", bytes);
    map.put("faults", faults);
    map.put("echo_p50_ns", p50Ns);
    map.put("echo_p99_ns", p99Ns);
    map.put("echo_max_ns", maxNs);
    return map;
  }
}
