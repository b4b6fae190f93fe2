package io.machinenative.axiom.engine.registry.validation;

/** What is looked at, in this order; a stage that finds errors ends the way of what follows it. */
public enum Stage {
  /** Whether it is a JSON object at all. */
  STRUCTURE,
  /** Whether its fields are of the right types. */
  SCHEMA,
  /** Whether names, versions, endpoints and metadata make sense. */
  SEMANTICS,
  /** Whether it carries what does harm where it is shown or read. */
  SECURITY,
  /** Whether it is too long, too deep or too many. */
  LIMITS
}
