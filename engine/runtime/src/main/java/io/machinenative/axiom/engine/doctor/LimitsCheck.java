package io.machinenative.axiom.engine.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import io.machinenative.axiom.engine.base.EngineLimits;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/** What the system grants a process: open files, of which each TCP session takes one, and more. */
final class LimitsCheck implements Check {
  private static final String FILES = "open files";
  private static final String LOCKED = "locked memory";
  private static final String LOCKED_PREFIX = "Max locked memory";

  /** Jars, selectors and the files of Aeron's streams. */
  private static final int FILES_BESIDE_SESSIONS = 512;

  private final HostFiles host;

  LimitsCheck(HostFiles host) {
    this.host = host;
  }

  @Override
  public List<Finding> look() {
    UnixOperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
    Finding files =
        system == null
            ? Finding.notChecked(FILES)
            : openFiles(system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount());
    return List.of(files, lockedMemory(host.lines("/proc/self/limits")));
  }

  static Finding openFiles(long limit, long open) {
    String found = open + " of " + limit;
    if (limit < open + FILES_BESIDE_SESSIONS) {
      return Finding.problem(FILES, found, "sessions will be refused: ulimit -n 65536");
    }
    int sessions = EngineLimits.DEFAULTS.maxSessions();
    return limit < sessions + FILES_BESIDE_SESSIONS
        ? Finding.advice(
            FILES,
            found,
            "below limits.sessions, which is " + sessions + ": ulimit -n 65536, or lower it")
        : Finding.ok(FILES, found);
  }

  /** Shown for what else runs here: Axiom and its media driver lock no memory. */
  static Finding lockedMemory(List<String> limits) {
    Optional<String> soft =
        limits.stream()
            .filter(line -> line.startsWith(LOCKED_PREFIX))
            .map(line -> line.substring(LOCKED_PREFIX.length()).strip().split("\\s+")[0])
            .findFirst();
    return soft.map(LimitsCheck::readable)
        .map(limit -> Finding.ok(LOCKED, limit + ", of which Axiom needs none"))
        .orElseGet(() -> Finding.notChecked(LOCKED));
  }

  private static String readable(String limit) {
    return limit.equals("unlimited") ? limit : (Long.parseLong(limit) >> 10) + " KiB";
  }
}
