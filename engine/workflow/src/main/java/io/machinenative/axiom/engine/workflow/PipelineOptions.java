package io.machinenative.axiom.engine.workflow;

import io.machinenative.axiom.engine.workflow.model.Pipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How pipelines are kept. Immutable.
 *
 * @param folder of {@code NAME.yaml}; empty: only those that Axiom brings, and those that callers
 *     send
 * @param open folders that file operations may reach; empty: none
 * @param history file of the last runs; empty: in memory
 * @param slots operations at once, over all runs
 */
public record PipelineOptions(
    Optional<Path> folder, List<Path> open, Optional<Path> history, int slots) {
  /** In memory, and no files. */
  public static final PipelineOptions DEFAULTS =
      new PipelineOptions(Optional.empty(), List.of(), Optional.empty(), Pipeline.MAX_PARALLEL);

  public PipelineOptions {
    open = List.copyOf(open);
    if (slots < 1 || slots > Pipeline.MAX_PARALLEL) {
      throw new IllegalArgumentException(
          "slots: expected 1 to " + Pipeline.MAX_PARALLEL + ", got " + slots);
    }
  }
}
