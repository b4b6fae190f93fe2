package io.machinenative.axiom.engine.workflow;

import io.machinenative.axiom.engine.workflow.report.RunReport;
import io.machinenative.axiom.engine.workflow.report.StageReport;
import io.machinenative.axiom.engine.workflow.report.StageState;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far a run is, in one line. Stateless. */
final class RunText {
  private static final double MEGA = 1e6;

  private RunText() {}

  static String progress(RunReport run) {
    return run.stages().stream()
        .filter(stage -> stage.state() == StageState.RUNNING || stage.state() == StageState.DELAYED)
        .map(RunText::progress)
        .collect(Collectors.joining(", "));
  }

  private static String progress(StageReport stage) {
    return String.format(Locale.ROOT, "%s %.1f MB", stage.name(), stage.flow().bytes() / MEGA);
  }
}
