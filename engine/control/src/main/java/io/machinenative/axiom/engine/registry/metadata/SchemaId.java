package io.machinenative.axiom.engine.registry.metadata;

import io.machinenative.axiom.engine.registry.model.SemanticVersion;
import io.machinenative.axiom.engine.registry.naming.Names;
import java.util.Objects;

/**
 * Which schema, of which version: {@code service@1.0.0}. Immutable.
 *
 * @param name kebab-case
 */
public record SchemaId(String name, SemanticVersion version) {
  public SchemaId {
    Objects.requireNonNull(version, "version");
    if (!Names.isKebab(name)) {
      throw new IllegalArgumentException(
          "expected a schema's name in kebab-case, got '" + name + "'");
    }
  }

  /**
   * Reads {@code name@version}.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static SchemaId of(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException("expected a schema as name@version, got '" + text + "'");
    }
    return new SchemaId(text.substring(0, at), SemanticVersion.of(text.substring(at + 1)));
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}
