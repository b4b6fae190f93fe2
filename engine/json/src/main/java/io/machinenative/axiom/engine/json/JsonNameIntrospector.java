package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.JsonName;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/**
 * The only annotation that the JSON library heeds: {@link JsonName}. Its own annotations mean
 * nothing here, so a record cannot switch polymorphic types or foreign converters on. Immutable.
 */
final class JsonNameIntrospector extends NopAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  /** The name of an enum constant in JSON. */
  static String nameOf(Enum<?> constant) {
    try {
      JsonName name =
          constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonName.class);
      return name == null ? constant.name() : name.value();
    } catch (NoSuchFieldException e) {
      throw new AssertionError("an enum constant is a public field: " + constant, e);
    }
  }

  @Override
  public String[] findEnumValues(
      MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
    for (int i = 0; i < constants.length; i++) {
      if (constants[i] != null) {
        names[i] = nameOf(constants[i]);
      }
    }
    return names;
  }
}
