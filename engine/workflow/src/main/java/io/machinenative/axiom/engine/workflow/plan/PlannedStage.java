package io.machinenative.axiom.engine.workflow.plan;

import io.machinenative.axiom.engine.workflow.model.Stage;
import java.util.List;
import java.util.Optional;

/**
 * A stage with its place in a {@link Plan}. Immutable.
 *
 * @param stage with the caller's values in place of the placeholders that are known before the run
 * @param from the stage that it reads from
 * @param to the stages that read from it
 * @param stream index of its {@link Stream}
 */
public record PlannedStage(Stage stage, Optional<String> from, List<String> to, int stream) {
  public PlannedStage {
    to = List.copyOf(to);
  }

  public String name() {
    return stage.name();
  }
}
