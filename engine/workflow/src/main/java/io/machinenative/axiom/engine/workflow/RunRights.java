package io.machinenative.axiom.engine.workflow;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.workflow.report.RunOwner;
import io.machinenative.axiom.engine.workflow.run.PipelineRun;
import java.util.Map;

/**
 * Whose runs a caller sees and ends: its own, and those of the pipelines that a rule grants it as
 * {@code run PIPELINE}. To read is enough to see them. Without rules all are everybody's. Any
 * thread; asks the rules of one epoch.
 */
record RunRights(Guard guard, Principal who, RunOwner self) {
  static RunRights of(Guard guard, Principal who) {
    return new RunRights(guard, who, RunOwner.of(who));
  }

  /** Whether the caller may learn of a run that is under way. */
  boolean sees(PipelineRun run) {
    return has(run.plan().pipeline().name(), RunOwner.of(run.principal()), true);
  }

  /** Whether the caller may learn of a run that a report tells. */
  boolean sees(Map<?, ?> form) {
    return has(String.valueOf(form.get("pipeline")), RunOwner.of(form), true);
  }

  /** Whether the caller may end a run. */
  boolean ends(PipelineRun run) {
    return has(run.plan().pipeline().name(), RunOwner.of(run.principal()), false);
  }

  private boolean has(String pipeline, RunOwner owner, boolean readOnly) {
    return guard.isOpen() || owner.equals(self) || guard.allows(who, ruleName(pipeline), readOnly);
  }

  /** As rules name the runs of a pipeline. */
  static String ruleName(String pipeline) {
    return "run " + pipeline;
  }
}
