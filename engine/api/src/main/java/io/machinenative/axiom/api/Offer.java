package io.machinenative.axiom.api;

/** What a plugin offers to agents beside its tools. */
public sealed interface Offer permits Resource, ResourceTemplate, Prompt {
  /** For programs; unique among offers of its kind. */
  String name();

  /** For people. */
  String title();

  /** For people and models. */
  String description();
}
