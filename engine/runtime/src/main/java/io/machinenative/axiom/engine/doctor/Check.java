package io.machinenative.axiom.engine.doctor;

import java.util.List;

/** Looks at one thing. Changes nothing; returns within a second. */
@FunctionalInterface
interface Check {
  /** What was found: never empty. */
  List<Finding> look();
}
