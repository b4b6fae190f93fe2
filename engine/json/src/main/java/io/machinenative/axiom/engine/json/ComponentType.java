package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.Bytes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a record component may be: a closed set, each with one form in JSON. */
enum ComponentType {
  TEXT,
  TRUTH,
  WHOLE_NUMBER,
  NUMBER,
  CHOICE,
  RECORD,
  LIST,
  MAP,
  BYTES,
  ANY;

  private static final Set<Type> WHOLE_NUMBERS =
      Set.of(
          byte.class,
          Byte.class,
          short.class,
          Short.class,
          int.class,
          Integer.class,
          long.class,
          Long.class,
          BigInteger.class);

  private static final Set<Type> NUMBERS =
      Set.of(float.class, Float.class, double.class, Double.class, BigDecimal.class);

  /**
   * @param where for the message
   * @throws IllegalArgumentException when the type is none of these
   */
  static ComponentType of(Type type, String where) {
    if (type instanceof Class<?> plain) {
      return ofClass(plain, where);
    }
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return LIST;
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return MAP;
      }
    }
    throw unsupported(type, where);
  }

  private static ComponentType ofClass(Class<?> type, String where) {
    if (type == String.class) {
      return TEXT;
    }
    if (type == boolean.class || type == Boolean.class) {
      return TRUTH;
    }
    if (WHOLE_NUMBERS.contains(type)) {
      return WHOLE_NUMBER;
    }
    if (NUMBERS.contains(type)) {
      return NUMBER;
    }
    if (type == Bytes.class) {
      return BYTES;
    }
    if (type == Object.class) {
      return ANY;
    }
    if (type.isEnum()) {
      return CHOICE;
    }
    if (type.isRecord() && type.getTypeParameters().length == 0) {
      return RECORD;
    }
    throw unsupported(type, where);
  }

  /** Type of a list's elements or a map's values. */
  static Type elementOf(Type type) {
    Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
    return arguments[arguments.length - 1];
  }

  private static IllegalArgumentException unsupported(Type type, String where) {
    return new IllegalArgumentException(
        where
            + ": expected String, boolean, a number, an enum, a record without type parameters,"
            + " List<X>, Map<String, X>, Bytes or Object, got "
            + type.getTypeName());
  }
}
