package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.Constraint;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of a record beyond its schema: that all of its types are supported, what absent
 * components arrive as, and which component holds its bytes. Immutable, any thread; all checks are
 * made at construction.
 */
final class RecordShape {
  private final DefaultFiller defaults;
  private final Method bytesAccessor;

  private RecordShape(DefaultFiller defaults, Method bytesAccessor) {
    this.defaults = defaults;
    this.bytesAccessor = bytesAccessor;
  }

  /**
   * @throws IllegalArgumentException when the record holds an unsupported type, or a constraint
   *     that does not fit its component
   */
  static RecordShape of(Class<? extends Record> type, JsonMapper mapper) {
    return new RecordShape(new Walk(mapper).record(type, true), bytesAccessor(type));
  }

  /** Puts defaults where optional components are absent. */
  void fillDefaults(JsonNode valid) {
    defaults.fill(valid);
  }

  boolean hasBytes() {
    return bytesAccessor != null;
  }

  /** Name of the component that holds bytes. */
  String bytesName() {
    return bytesAccessor.getName();
  }

  /** The bytes of a record, null when it has no such component or the component is null. */
  Bytes bytesOf(Record value) {
    if (bytesAccessor == null) {
      return null;
    }
    try {
      return (Bytes) bytesAccessor.invoke(value);
    } catch (IllegalAccessException e) {
      throw new AssertionError("the accessor was made accessible", e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(bytesAccessor + " threw " + e.getCause(), e.getCause());
    }
  }

  private static Method bytesAccessor(Class<? extends Record> type) {
    Method accessor = null;
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType() == Bytes.class) {
        if (accessor != null) {
          throw new IllegalArgumentException(
              type.getName()
                  + ": expected at most one component of type Bytes, got "
                  + accessor.getName()
                  + " and "
                  + component.getName());
        }
        accessor = component.getAccessor();
        accessor.setAccessible(true);
      }
    }
    return accessor;
  }

  /** One walk over a record and all that it holds. */
  private static final class Walk {
    private final JsonMapper mapper;
    private final Map<Class<?>, DefaultFiller> fillers = new HashMap<>();

    Walk(JsonMapper mapper) {
      this.mapper = mapper;
    }

    DefaultFiller record(Class<?> type, boolean outermost) {
      DefaultFiller known = fillers.get(type);
      if (known != null) {
        return known;
      }
      Map<String, JsonNode> defaults = new LinkedHashMap<>();
      Map<String, DefaultFiller> nested = new LinkedHashMap<>();
      DefaultFiller filler = new DefaultFiller.OfRecord(defaults, nested);
      fillers.put(type, filler);
      for (RecordComponent component : type.getRecordComponents()) {
        component(
            component,
            type.getSimpleName() + "." + component.getName(),
            outermost,
            defaults,
            nested);
      }
      return filler;
    }

    private void component(
        RecordComponent component,
        String where,
        boolean outermost,
        Map<String, JsonNode> defaults,
        Map<String, DefaultFiller> nested) {
      ComponentType kind = ComponentType.of(component.getGenericType(), where);
      if (kind == ComponentType.BYTES && !outermost) {
        throw new IllegalArgumentException(where + ": expected Bytes only in the outermost record");
      }
      Constraint constraint = component.getAnnotation(Constraint.class);
      if (constraint != null) {
        ConstraintRules.check(constraint, kind, component.getType(), where);
        if (!constraint.defaultValue().isEmpty()) {
          defaults.put(component.getName(), defaultValue(constraint, component, where));
        }
      }
      DefaultFiller inner = inner(component.getGenericType(), kind, where);
      if (inner != null) {
        nested.put(component.getName(), inner);
      }
    }

    private DefaultFiller inner(Type type, ComponentType kind, String where) {
      return switch (kind) {
        case RECORD -> record((Class<?>) type, false);
        case LIST, MAP -> {
          Type element = ComponentType.elementOf(type);
          ComponentType elementKind = ComponentType.of(element, where + "[]");
          if (elementKind == ComponentType.BYTES) {
            throw new IllegalArgumentException(
                where + ": expected Bytes only in the outermost record");
          }
          DefaultFiller inner = inner(element, elementKind, where + "[]");
          yield inner == null ? null : new DefaultFiller.OfElements(inner);
        }
        case TEXT, TRUTH, WHOLE_NUMBER, NUMBER, CHOICE, BYTES, ANY -> null;
      };
    }

    private JsonNode defaultValue(Constraint constraint, RecordComponent component, String where) {
      try {
        JsonNode value = mapper.readTree(constraint.defaultValue());
        mapper.treeToValue(value, mapper.constructType(component.getGenericType()));
        return value;
      } catch (JacksonException e) {
        throw new IllegalArgumentException(
            where
                + ": expected a default value in JSON that fits "
                + component.getGenericType().getTypeName()
                + ", got '"
                + constraint.defaultValue()
                + "'",
            e);
      }
    }
  }
}
