package io.machinenative.axiom.engine.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether the processor has what makes checksums, digests and encryption fast; x86-64 only. */
final class CpuFeaturesCheck implements Check {
  private static final String NAME = "CPU features";

  /** For people, and as Linux writes them; in the order in which they came to processors. */
  private static final Map<String, String> FEATURES = new LinkedHashMap<>();

  /** Every x86-64 server of the last ten years has these: without them the host hides something. */
  private static final Set<String> EXPECTED = Set.of("SSE4.2", "AES", "AVX2");

  static {
    FEATURES.put("SSE4.2", "sse4_2");
    FEATURES.put("AES", "aes");
    FEATURES.put("AVX2", "avx2");
    FEATURES.put("AVX-512", "avx512f");
    FEATURES.put("VAES", "vaes");
    FEATURES.put("VPCLMULQDQ", "vpclmulqdq");
  }

  private final HostFiles host;

  CpuFeaturesCheck(HostFiles host) {
    this.host = host;
  }

  @Override
  public List<Finding> look() {
    return List.of(judge(host.lines("/proc/cpuinfo")));
  }

  static Finding judge(List<String> cpuinfo) {
    for (String line : cpuinfo) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equals("flags")) {
        return judge(Set.of(line.substring(colon + 1).strip().split("\\s+")));
      }
    }
    return Finding.notChecked(NAME);
  }

  private static Finding judge(Set<String> flags) {
    List<String> present = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    FEATURES.forEach((name, flag) -> (flags.contains(flag) ? present : missing).add(name));
    String found =
        (present.isEmpty() ? "none" : String.join(" ", present))
            + (missing.isEmpty() ? "" : "; not " + String.join(" ", missing));
    return missing.stream().anyMatch(EXPECTED::contains)
        ? Finding.advice(
            NAME,
            found,
            "checksums, digests and encryption run in software: in a virtual machine choose the"
                + " host's CPU model")
        : Finding.ok(NAME, found);
  }
}
