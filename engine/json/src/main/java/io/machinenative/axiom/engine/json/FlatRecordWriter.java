package io.machinenative.axiom.engine.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the plain case: a record of whole numbers, truth values and texts in ASCII that need no
 * escape, as the JSON library would write it. Whatever is not plain it leaves to the library.
 *
 * <p>Immutable, any thread. Allocates nothing but the boxes of numbers.
 *
 * @param <T> the record
 */
final class FlatRecordWriter<T extends Record> {
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);

  private static final Set<Class<?>> KINDS =
      Set.of(
          long.class,
          Long.class,
          int.class,
          Integer.class,
          boolean.class,
          Boolean.class,
          String.class);

  /**
   * @param lead what stands before the value: a bracket or comma, and the name
   * @param value answers the component of a record, both as objects
   */
  private record Part(byte[] lead, MethodHandle value) {}

  private final Part[] parts;

  private FlatRecordWriter(Part[] parts) {
    this.parts = parts;
  }

  /** A writer for a record that can have a plain case. */
  static <T extends Record> Optional<FlatRecordWriter<T>> of(Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    Part[] parts = new Part[components.length];
    for (int i = 0; i < components.length; i++) {
      if (!isPlain(components[i])) {
        return Optional.empty();
      }
      try {
        Method accessor = components[i].getAccessor();
        accessor.setAccessible(true);
        MethodHandle value =
            MethodHandles.lookup()
                .unreflect(accessor)
                .asType(MethodType.methodType(Object.class, Object.class));
        String lead = (i == 0 ? "{\"" : ",\"") + components[i].getName() + "\":";
        parts[i] = new Part(lead.getBytes(US_ASCII), value);
      } catch (IllegalAccessException | InaccessibleObjectException _) {
        return Optional.empty(); // a module that does not open its records
      }
    }
    return parts.length == 0 ? Optional.empty() : Optional.of(new FlatRecordWriter<>(parts));
  }

  private static boolean isPlain(RecordComponent component) {
    for (Annotation annotation : component.getAnnotations()) {
      if (!(annotation instanceof Description || annotation instanceof Constraint)) {
        return false;
      }
    }
    return KINDS.contains(component.getType())
        && component.getName().chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  /** Appends a record; false, and nothing appended, when it is not plain. */
  boolean write(T record, PayloadBuffer into) {
    int start = into.length();
    for (Part part : parts) {
      into.write(part.lead(), 0, part.lead().length);
      if (!value(component(part, record), into)) {
        into.truncate(start);
        return false;
      }
    }
    into.write('}');
    return true;
  }

  private static Object component(Part part, Record record) {
    try {
      return part.value().invokeExact((Object) record);
    } catch (Throwable _) {
      return null; // an accessor of its own that fails: the other way says how
    }
  }

  private static boolean value(Object value, PayloadBuffer into) {
    switch (value) {
      case Long number -> into.writeNumber(number);
      case Integer number -> into.writeNumber(number);
      case Boolean truth -> {
        byte[] word = truth ? TRUE : FALSE;
        into.write(word, 0, word.length);
      }
      case String text -> {
        return into.writePlainText(text);
      }
      case null, default -> {
        return false;
      }
    }
    return true;
  }
}
