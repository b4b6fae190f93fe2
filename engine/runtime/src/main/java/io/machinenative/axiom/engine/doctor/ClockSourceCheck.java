package io.machinenative.axiom.engine.doctor;

import java.util.List;
import java.util.Set;

/**
 * Whether reading the clock, which every duty cycle does, is a few instructions or a system call.
 */
final class ClockSourceCheck implements Check {
  private static final String NAME = "clock source";
  private static final String FOLDER = "/sys/devices/system/clocksource/clocksource0/";

  /** Those that Linux reads without a system call. */
  private static final Set<String> FAST =
      Set.of("tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter");

  private final HostFiles host;

  ClockSourceCheck(HostFiles host) {
    this.host = host;
  }

  @Override
  public List<Finding> look() {
    return List.of(
        host.text(FOLDER + "current_clocksource")
            .map(source -> judge(source, host.text(FOLDER + "available_clocksource").orElse("")))
            .orElseGet(() -> Finding.notChecked(NAME)));
  }

  static Finding judge(String source, String available) {
    return FAST.contains(source)
        ? Finding.ok(NAME, source)
        : Finding.advice(
            NAME,
            source + ", available: " + available,
            "each reading of the clock is a system call: boot with clocksource=tsc, or ask the"
                + " host for a stable one");
  }
}
