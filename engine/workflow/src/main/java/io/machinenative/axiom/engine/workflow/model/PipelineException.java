package io.machinenative.axiom.engine.workflow.model;

import io.machinenative.axiom.engine.json.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** A pipeline or its parameters cannot be used; says every place. Has no stack: it is an answer. */
public final class PipelineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  /**
   * @param source names the pipeline
   */
  public PipelineException(String source, List<Finding> findings) {
    super(
        source + ": " + findings.stream().map(Finding::toString).collect(Collectors.joining("; ")),
        null,
        false,
        false);
    this.findings = List.copyOf(findings);
  }

  public PipelineException(String source, String path, String expected, String found) {
    this(source, List.of(new Finding(path, expected, found)));
  }

  public List<Finding> findings() {
    return findings;
  }
}
