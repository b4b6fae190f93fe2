package io.machinenative.axiom.engine.registry.model;

import java.util.Objects;

/**
 * What people read of a record. Immutable; empty where nothing was said.
 *
 * @param title in a few words; its words are found by text search
 * @param description in a few sentences
 * @param author who answers for it
 */
public record About(String title, String description, String author) {
  /** Nothing was said. */
  public static final About NOTHING = new About("", "", "");

  public About {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(author, "author");
  }
}
