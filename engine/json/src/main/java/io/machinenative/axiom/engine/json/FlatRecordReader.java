package io.machinenative.axiom.engine.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;
import org.agrona.DirectBuffer;

/**
 * Reads the plain case in one pass over the bytes: a record of whole numbers, truth values and
 * texts, whose JSON is short and has each member once, without escapes. Whatever is not plain it
 * leaves to the way by a tree and a schema, which also says what is wrong; so it never refuses, and
 * what it takes that way would take too.
 *
 * <p>Immutable, any thread. A read allocates the record, its texts, and its numbers in boxes.
 *
 * @param <T> the record
 */
final class FlatRecordReader<T extends Record> {
  private static final int LONGEST_BYTES = 4096;

  /** Whole numbers up to here are the same as {@code double}, in which bounds are given. */
  private static final long EXACT = 1L << 53;

  private static final int MOST_DIGITS = 16;

  private static final Map<Class<?>, Kind> KINDS =
      Map.of(
          long.class, Kind.LONG,
          Long.class, Kind.LONG,
          int.class, Kind.INT,
          Integer.class, Kind.INT,
          boolean.class, Kind.TRUTH,
          Boolean.class, Kind.TRUTH,
          String.class, Kind.TEXT);

  private enum Kind {
    LONG,
    INT,
    TRUTH,
    TEXT
  }

  private record Part(byte[] name, Kind kind, double minimum, double maximum) {}

  private final Class<T> type;
  private final Part[] parts;

  /** Takes all components as an array. */
  private final MethodHandle constructor;

  private FlatRecordReader(Class<T> type, Part[] parts, MethodHandle constructor) {
    this.type = type;
    this.parts = parts;
    this.constructor = constructor;
  }

  /** A reader for a record that can have a plain case. */
  static <T extends Record> Optional<FlatRecordReader<T>> of(Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    Part[] parts = new Part[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      if (!isPlain(components[i])) {
        return Optional.empty();
      }
      types[i] = components[i].getType();
      Constraint constraint = components[i].getAnnotation(Constraint.class);
      parts[i] =
          new Part(
              components[i].getName().getBytes(US_ASCII),
              KINDS.get(types[i]),
              constraint == null ? Double.NEGATIVE_INFINITY : constraint.minimum(),
              constraint == null ? Double.POSITIVE_INFINITY : constraint.maximum());
    }
    try {
      Constructor<T> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      MethodHandle constructor =
          MethodHandles.lookup()
              .unreflectConstructor(canonical)
              .asSpreader(Object[].class, types.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
      return Optional.of(new FlatRecordReader<>(type, parts, constructor));
    } catch (ReflectiveOperationException | InaccessibleObjectException _) {
      return Optional.empty(); // a module that does not open its records
    }
  }

  private static boolean isPlain(RecordComponent component) {
    for (Annotation annotation : component.getAnnotations()) {
      if (!(annotation instanceof Description || annotation instanceof Constraint)) {
        return false;
      }
    }
    Constraint bounds = component.getAnnotation(Constraint.class);
    boolean plainBounds =
        bounds == null
            || (!bounds.optional()
                && bounds.defaultValue().isEmpty()
                && bounds.minLength() == 0
                && bounds.maxLength() == Integer.MAX_VALUE
                && bounds.pattern().isEmpty());
    return plainBounds
        && KINDS.containsKey(component.getType())
        && component.getName().chars().allMatch(c -> c < 0x80);
  }

  /** The record, or null when its JSON is not plain. */
  T read(DirectBuffer buffer, int offset, int length) {
    if (length > LONGEST_BYTES) {
      return null;
    }
    Cursor at = new Cursor(buffer, offset, offset + length);
    Object[] values = new Object[parts.length];
    if (!at.take('{')) {
      return null;
    }
    for (int i = 0; i < parts.length; i++) {
      if (i > 0 && !at.take(',')) {
        return null;
      }
      int index = at.name(parts, i);
      if (index < 0 || values[index] != null || !at.take(':')) {
        return null;
      }
      values[index] = at.value(parts[index]);
      if (values[index] == null) {
        return null;
      }
    }
    return at.take('}') && at.isEnd() ? make(values) : null;
  }

  private T make(Object[] values) {
    try {
      return type.cast(constructor.invokeExact(values));
    } catch (Throwable _) {
      return null; // its constructor refuses: the other way says how
    }
  }

  /** A place in the bytes. What it does not take, it answers with null, false or -1. */
  private static final class Cursor {
    private final DirectBuffer buffer;
    private final int end;
    private int at;

    Cursor(DirectBuffer buffer, int from, int end) {
      this.buffer = buffer;
      this.at = from;
      this.end = end;
    }

    private int next() {
      return at < end ? buffer.getByte(at) : -1;
    }

    private void space() {
      int octet = next();
      while (octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t') {
        at++;
        octet = next();
      }
    }

    boolean take(char mark) {
      space();
      if (next() != mark) {
        return false;
      }
      at++;
      return true;
    }

    boolean isEnd() {
      space();
      return at == end;
    }

    /** The part that is named here; the likely one is looked at first. */
    int name(Part[] parts, int likely) {
      if (!take('"')) {
        return -1;
      }
      for (int i = 0; i < parts.length; i++) {
        int index = (likely + i) % parts.length;
        if (isNamed(parts[index].name())) {
          at += parts[index].name().length + 1;
          return index;
        }
      }
      return -1;
    }

    private boolean isNamed(byte[] name) {
      if (at + name.length >= end || buffer.getByte(at + name.length) != '"') {
        return false;
      }
      for (int i = 0; i < name.length; i++) {
        if (buffer.getByte(at + i) != name[i]) {
          return false;
        }
      }
      return true;
    }

    Object value(Part part) {
      space();
      return switch (part.kind()) {
        case LONG, INT -> number(part);
        case TRUTH -> truth();
        case TEXT -> text();
      };
    }

    private Object number(Part part) {
      boolean negative = next() == '-';
      if (negative) {
        at++;
      }
      int first = at;
      long value = 0;
      while (next() >= '0' && next() <= '9') {
        value = value * 10 + (next() - '0');
        at++;
        if (at - first > MOST_DIGITS) {
          return null;
        }
      }
      boolean leadingZero = at - first > 1 && buffer.getByte(first) == '0';
      boolean wholeNumber = next() != '.' && next() != 'e' && next() != 'E';
      if (at == first || leadingZero || !wholeNumber || value > EXACT || (negative && value == 0)) {
        return null;
      }
      value = negative ? -value : value;
      if (value < part.minimum() || value > part.maximum()) {
        return null;
      }
      if (part.kind() == Kind.LONG) {
        return value;
      }
      return value == (int) value ? (Object) (int) value : null;
    }

    private Object truth() {
      String word = next() == 't' ? "true" : "false";
      for (int i = 0; i < word.length(); i++) {
        if (next() != word.charAt(i)) {
          return null;
        }
        at++;
      }
      return word.length() == 4;
    }

    private Object text() {
      if (next() != '"') {
        return null;
      }
      int first = ++at;
      while (next() >= ' ' && next() != '"' && next() != '\\') {
        at++; // ASCII: octets beyond it are below zero
      }
      if (next() != '"') {
        return null;
      }
      byte[] ascii = new byte[at - first];
      buffer.getBytes(first, ascii);
      at++;
      return new String(ascii, US_ASCII);
    }
  }
}
