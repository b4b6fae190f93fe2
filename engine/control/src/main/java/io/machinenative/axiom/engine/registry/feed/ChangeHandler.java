package io.machinenative.axiom.engine.registry.feed;

/** Is told changes, each once, in the order of their revisions. */
@FunctionalInterface
public interface ChangeHandler {
  void onChange(Change change);
}
