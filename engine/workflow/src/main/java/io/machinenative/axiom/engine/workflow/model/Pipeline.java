package io.machinenative.axiom.engine.workflow.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A pipeline as its file says it. Immutable.
 *
 * @param parallel operations at once, at most
 * @param bufferBytes between two connected stages
 * @param timeoutNs most time of a run
 */
public record Pipeline(
    String name,
    String description,
    int parallel,
    int bufferBytes,
    OptionalLong timeoutNs,
    List<Parameter> parameters,
    List<Stage> stages) {
  /** Operations at once, at most, of one pipeline and of a server. */
  public static final int MAX_PARALLEL = 32;

  /** As many bytes as a ring of four blocks of a mebibyte. */
  public static final int DEFAULT_BUFFER_BYTES = 4 << 20;

  static final int LEAST_BUFFER_BYTES = 64 << 10;
  static final int MOST_BUFFER_BYTES = 64 << 20;

  public Pipeline {
    parameters = List.copyOf(parameters);
    stages = List.copyOf(stages);
  }

  /** The stage of a name. */
  public Optional<Stage> stage(String stageName) {
    return stages.stream().filter(stage -> stage.name().equals(stageName)).findFirst();
  }
}
