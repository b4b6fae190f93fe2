package io.machinenative.axiom.engine.registry.model;

import java.util.List;
import java.util.Objects;

/**
 * By what a record is found. Immutable; empty where nothing was said.
 *
 * @param type finer than the kind, for example {@code transformer}
 * @param category for example {@code payments}
 * @param tags sorted, each once
 * @param capabilities what it can do; sorted, each once
 */
public record Labels(String type, String category, List<String> tags, List<String> capabilities) {
  /** Nothing was said. */
  public static final Labels NONE = new Labels("", "", List.of(), List.of());

  public Labels {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(category, "category");
    tags = tags.stream().distinct().sorted().toList();
    capabilities = capabilities.stream().distinct().sorted().toList();
  }
}
