package io.machinenative.axiom.engine.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a control group stops the process when it has used its share of a period. */
final class CpuQuotaCheck implements Check {
  private static final String NAME = "CPU quota";
  private static final String GROUPS = "/sys/fs/cgroup";

  /** Micro-seconds of all cores together that may be used in each period. */
  private record Quota(long quotaUs, long periodUs) {}

  private final HostFiles host;

  CpuQuotaCheck(HostFiles host) {
    this.host = host;
  }

  @Override
  public List<Finding> look() {
    List<String> memberships = host.lines("/proc/self/cgroup");
    if (memberships.isEmpty()) {
      return List.of(Finding.notChecked(NAME));
    }
    return List.of(
        quota(memberships).map(CpuQuotaCheck::judge).orElseGet(() -> Finding.ok(NAME, "none")));
  }

  private static Finding judge(Quota quota) {
    return Finding.advice(
        NAME,
        String.format(
            Locale.ROOT,
            "%.2f cores in each period of %d ms",
            (double) quota.quotaUs() / quota.periodUs(),
            quota.periodUs() / 1000),
        "all threads stand still for the rest of a period once it is used up: give whole cores"
            + " instead (cpuset)");
  }

  /**
   * Each line is {@code id:controllers:path}: version 2 has the id 0 and no controllers. A path of
   * the host may not be seen from within a container, whose own group then is the root.
   */
  private Optional<Quota> quota(List<String> memberships) {
    for (String line : memberships) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3) {
        Optional<Quota> found =
            parts[1].isEmpty()
                ? version2(parts[2])
                : List.of(parts[1].split(",")).contains("cpu")
                    ? version1("/" + parts[1], parts[2])
                    : Optional.empty();
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** {@code cpu.max} holds {@code QUOTA PERIOD}, the quota being {@code max} for none. */
  private Optional<Quota> version2(String path) {
    return text("", path, "cpu.max")
        .map(text -> text.split(" "))
        .filter(words -> words.length == 2 && !words[0].equals("max"))
        .map(words -> new Quota(Long.parseLong(words[0]), Long.parseLong(words[1])));
  }

  /** A quota of -1 is none. */
  private Optional<Quota> version1(String controllers, String path) {
    return text(controllers, path, "cpu.cfs_quota_us")
        .map(Long::parseLong)
        .filter(quotaUs -> quotaUs > 0)
        .flatMap(quotaUs ->
            text(controllers, path, "cpu.cfs_period_us")
                .map(periodUs -> new Quota(quotaUs, Long.parseLong(periodUs))));
  }

  private Optional<String> text(String controllers, String path, String file) {
    String folder = path.equals("/") ? "" : path;
    return host.text(GROUPS + controllers + folder + "/" + file)
        .or(() -> host.text(GROUPS + controllers + "/" + file));
  }
}
