package io.machinenative.axiom.engine.registry.validation;

import java.util.ArrayList;
import java.util.List;

/** Collects findings of one record, {@value #MAX_FINDINGS} at most. For one thread. */
final class Findings {
  /** Findings of one record that are told. */
  static final int MAX_FINDINGS = 100;

  private final Mode mode;
  private final List<Finding> findings = new ArrayList<>();
  private boolean hasErrors;

  Findings(Mode mode) {
    this.mode = mode;
  }

  void add(FindingCode code, String path, String expected, String found) {
    add(Finding.of(code, path, expected, found));
  }

  void add(Finding finding) {
    Finding graded = mode == Mode.STRICT ? finding.asError() : finding;
    hasErrors |= graded.isError();
    if (findings.size() < MAX_FINDINGS) {
      findings.add(graded);
    }
  }

  boolean hasErrors() {
    return hasErrors;
  }

  List<Finding> list() {
    return List.copyOf(findings);
  }
}
