package io.machinenative.axiom.engine.pipeline;

import java.util.List;
import java.util.stream.Stream;

/** Speaks for agents. */
public final class DutyReports {
  private final List<DutyReport> reports;

  public DutyReports(String... agents) {
    reports = Stream.of(agents).map(agent -> new DutyReport(agent, 0)).toList();
  }

  public List<DutyReport> all() {
    return reports;
  }

  public void report(int index, long epoch) {
    reports.get(index).begin(reports.get(index).cycleNs(), epoch, 1);
  }

  public void cycle(int index, long nowNs) {
    reports.get(index).begin(nowNs, reports.get(index).epoch(), 1);
  }
}
