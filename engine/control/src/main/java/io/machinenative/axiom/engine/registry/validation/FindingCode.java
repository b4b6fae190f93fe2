package io.machinenative.axiom.engine.registry.validation;

/** What can be wrong with a record. The names are stable: programs may compare them. */
public enum FindingCode {
  NOT_JSON(Stage.STRUCTURE, Severity.ERROR),
  NOT_AN_OBJECT(Stage.STRUCTURE, Severity.ERROR),

  SCHEMA_MISMATCH(Stage.SCHEMA, Severity.ERROR),
  VALUE_INVALID(Stage.SCHEMA, Severity.ERROR),

  NAME_MALFORMED(Stage.SEMANTICS, Severity.ERROR),
  NAME_NOT_CANONICAL(Stage.SEMANTICS, Severity.WARNING),
  LABEL_NOT_KEBAB(Stage.SEMANTICS, Severity.ERROR),
  ENDPOINT_MISSING(Stage.SEMANTICS, Severity.ERROR),
  ENDPOINT_INVALID(Stage.SEMANTICS, Severity.ERROR),
  ENDPOINT_REPEATED(Stage.SEMANTICS, Severity.WARNING),
  SERVICE_WITHOUT_LEASE(Stage.SEMANTICS, Severity.WARNING),
  UNUSUAL_LEASE(Stage.SEMANTICS, Severity.WARNING),
  METADATA_SCHEMA_UNKNOWN(Stage.SEMANTICS, Severity.ERROR),
  METADATA_MISMATCH(Stage.SEMANTICS, Severity.ERROR),
  METADATA_FIELD_DEPRECATED(Stage.SEMANTICS, Severity.WARNING),
  METADATA_FIELD_NAME(Stage.SEMANTICS, Severity.WARNING),
  METADATA_NULL(Stage.SEMANTICS, Severity.WARNING),

  CONTROL_CHARACTER(Stage.SECURITY, Severity.ERROR),
  MISLEADING_CHARACTER(Stage.SECURITY, Severity.ERROR),
  POTENTIAL_INJECTION(Stage.SECURITY, Severity.ERROR),
  PROTOTYPE_KEY(Stage.SECURITY, Severity.ERROR),
  CREDENTIALS_IN_URI(Stage.SECURITY, Severity.ERROR),
  POSSIBLE_SECRET(Stage.SECURITY, Severity.WARNING),

  RECORD_TOO_LARGE(Stage.LIMITS, Severity.ERROR),
  TEXT_TOO_LONG(Stage.LIMITS, Severity.ERROR),
  TOO_MANY(Stage.LIMITS, Severity.ERROR),
  EXCESSIVE_NESTING(Stage.LIMITS, Severity.ERROR),
  LARGE_ARRAY(Stage.LIMITS, Severity.WARNING);

  private final Stage stage;
  private final Severity severity;

  FindingCode(Stage stage, Severity severity) {
    this.stage = stage;
    this.severity = severity;
  }

  /** Which stage finds it. */
  public Stage stage() {
    return stage;
  }

  /** How grave it is when validation is lenient; all are errors when it is strict. */
  public Severity severity() {
    return severity;
  }
}
