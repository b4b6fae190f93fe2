package io.machinenative.axiom.api;

import java.util.List;

/** What a plugin offers to agents beside its tools. */
public sealed interface Offer permits Resource, ResourceTemplate, Prompt {
  /** For programs; unique among offers of its kind. */
  String name();

  /** For people. */
  String title();

  /** For people and models. */
  String description();

  /** For people; empty for none. */
  List<Icon> icons();
}
