package io.machinenative.axiom.engine.json;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * All that the schema of a record is derived from, as one text: names, types, constants and
 * annotations of the record and of what it holds. Records with the same text have the same schema,
 * whichever class loader they come from. Used by one thread, once.
 */
final class RecordFingerprint {
  private final StringBuilder text = new StringBuilder();
  private final Set<Class<?>> seen = new LinkedHashSet<>();

  private RecordFingerprint() {}

  /**
   * @param type a record that {@link RecordShape} accepts
   */
  static String of(Class<? extends Record> type) {
    RecordFingerprint fingerprint = new RecordFingerprint();
    fingerprint.type(type);
    return fingerprint.text.toString();
  }

  private void type(Type type) {
    switch (ComponentType.of(type, type.getTypeName())) {
      case RECORD -> {
        if (seen.add((Class<?>) type)) {
          record((Class<?>) type);
        }
      }
      case CHOICE -> {
        if (seen.add((Class<?>) type)) {
          choice((Class<?>) type);
        }
      }
      case LIST, MAP -> type(ComponentType.elementOf(type));
      case TEXT, TRUTH, WHOLE_NUMBER, NUMBER, BYTES, ANY -> {}
    }
  }

  private void record(Class<?> type) {
    head("record", type.getName(), type);
    for (RecordComponent component : type.getRecordComponents()) {
      text.append('\t').append(component.getGenericType().getTypeName());
      head("", component.getName(), component);
      annotations(field(type, component.getName()));
    }
    for (RecordComponent component : type.getRecordComponents()) {
      type(component.getGenericType());
    }
  }

  private static Field field(Class<?> type, String component) {
    try {
      return type.getDeclaredField(component);
    } catch (NoSuchFieldException e) {
      throw new AssertionError("a component is a field: " + component, e);
    }
  }

  private void choice(Class<?> type) {
    head("enum", type.getName(), type);
    for (Object constant : type.getEnumConstants()) {
      text.append('\t').append(JsonNameIntrospector.nameOf((Enum<?>) constant)).append('\n');
    }
  }

  private void head(String kind, String name, AnnotatedElement element) {
    text.append(kind).append(' ').append(name).append('\n');
    annotations(element);
  }

  private void annotations(AnnotatedElement element) {
    for (Annotation annotation : element.getAnnotations()) {
      text.append('\t').append(annotation).append('\n');
    }
  }
}
