package io.machinenative.axiom.engine.doctor;

import java.util.List;

/** Whether the kernel gathers memory into huge pages behind the JVM's back. */
final class HugePagesCheck implements Check {
  private static final String NAME = "huge pages";
  private static final String FILE = "/sys/kernel/mm/transparent_hugepage/enabled";

  private final HostFiles host;

  HugePagesCheck(HostFiles host) {
    this.host = host;
  }

  @Override
  public List<Finding> look() {
    return List.of(
        host.text(FILE).map(HugePagesCheck::judge).orElseGet(() -> Finding.notChecked(NAME)));
  }

  /**
   * @param choices with the one in force in brackets: {@code always [madvise] never}
   */
  static Finding judge(String choices) {
    int open = choices.indexOf('[');
    int close = choices.indexOf(']');
    if (open < 0 || close < open) {
      return Finding.notChecked(NAME);
    }
    String mode = choices.substring(open + 1, close);
    return mode.equals("always")
        ? Finding.advice(
            NAME,
            "transparent: always",
            "making huge pages may stop a thread for milliseconds: echo madvise > " + FILE)
        : Finding.ok(NAME, "transparent: " + mode);
  }
}
