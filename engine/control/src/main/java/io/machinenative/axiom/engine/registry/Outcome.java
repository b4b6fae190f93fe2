package io.machinenative.axiom.engine.registry;

import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.validation.Finding;
import java.util.List;
import java.util.Objects;

/** What became of a change that was asked for. Immutable. */
public sealed interface Outcome {
  /** Why a change was not made. */
  enum Reason {
    /** There is no such record. */
    NOT_FOUND,
    /** There is such a record already. Register with replacing, or update it. */
    EXISTS,
    /** The record has another revision than was expected. Read it again. */
    REVISION_CONFLICT,
    /** Its status may not go there. */
    TRANSITION,
    /** The findings say what is wrong with it. */
    INVALID,
    /** The registry or its store is full. */
    FULL
  }

  /**
   * It was made; durable after the next commit.
   *
   * @param record after the change; the last that it was when it went
   * @param changed false when everything was so already, and no revision was made
   * @param warnings what was found, though it was not enough to refuse
   */
  record Done(RegistryRecord record, boolean changed, List<Finding> warnings) implements Outcome {
    public Done {
      Objects.requireNonNull(record, "record");
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Nothing was changed.
   *
   * @param message what was expected and what is there, for people
   * @param revision that the record has; 0 when there is none
   * @param findings for INVALID; else empty
   */
  record Refused(Reason reason, String message, long revision, List<Finding> findings)
      implements Outcome {
    public Refused {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(message, "message");
      findings = List.copyOf(findings);
    }
  }

  default boolean isDone() {
    return this instanceof Done;
  }
}
