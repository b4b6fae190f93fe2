package io.machinenative.axiom.engine.json;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.MemberScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Derives a JSON Schema (2020-12) from a record: components in their order, {@link Description} and
 * {@link Constraint} as keywords. The same record always gives the same text. Stateless; made for
 * start-up, not for calls.
 */
final class RecordSchema {
  private RecordSchema() {}

  /**
   * @param type a record that {@link RecordShape} accepts
   * @param closed whether properties that the record does not have are an error
   */
  static ObjectNode derive(Class<? extends Record> type, JsonMapper mapper, boolean closed) {
    SchemaGeneratorConfigBuilder builder =
        new SchemaGeneratorConfigBuilder(
                mapper, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(
                Option.NONPUBLIC_NONSTATIC_FIELDS_WITHOUT_GETTERS,
                Option.NONPUBLIC_NONSTATIC_FIELDS_WITH_GETTERS)
            .with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES, Option.PLAIN_DEFINITION_KEYS)
            .with(Option.EXTRA_OPEN_API_FORMAT_VALUES);
    if (closed) {
      builder.with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT);
    }
    describeTypes(builder);
    describeComponents(builder, mapper);
    ObjectNode schema = new SchemaGenerator(builder.build()).generateSchema(type);
    flatten(schema);
    return schema;
  }

  /**
   * Merges each {@code allOf}, in which the generator sets the keywords of a component beside those
   * of its record where both have the same keyword: the component's win.
   */
  private static void flatten(JsonNode node) {
    if (node instanceof ObjectNode schema && schema.get("allOf") instanceof ArrayNode parts) {
      schema.remove("allOf");
      parts.forEach(part -> schema.setAll((ObjectNode) part));
    }
    node.forEach(RecordSchema::flatten);
  }

  private static void describeTypes(SchemaGeneratorConfigBuilder builder) {
    builder
        .forTypesInGeneral()
        .withPropertySorter(Comparator.comparingInt(RecordSchema::position))
        .withCustomDefinitionProvider(RecordSchema::fixedDefinition)
        .withDescriptionResolver(scope -> {
          Description description =
              scope.getType().getErasedType().getAnnotation(Description.class);
          return description == null ? null : description.value();
        });
  }

  private static void describeComponents(SchemaGeneratorConfigBuilder builder, JsonMapper mapper) {
    builder
        .forFields()
        .withRequiredCheck(field -> constraint(field) == null || !constraint(field).optional())
        .withDescriptionResolver(field -> {
          Description description = field.getRawMember().getAnnotation(Description.class);
          return description == null || field.isFakeContainerItemScope()
              ? null
              : description.value();
        })
        .withDefaultResolver(field ->
            value(field, c -> !c.defaultValue().isEmpty(), c -> mapper.readTree(c.defaultValue())))
        .withNumberInclusiveMinimumResolver(
            field -> value(field, ConstraintRules::hasMinimum, c -> plain(c.minimum())))
        .withNumberInclusiveMaximumResolver(
            field -> value(field, ConstraintRules::hasMaximum, c -> plain(c.maximum())))
        .withStringMinLengthResolver(field -> isText(field) ? minLength(field) : null)
        .withStringMaxLengthResolver(field -> isText(field) ? maxLength(field) : null)
        .withArrayMinItemsResolver(field -> isText(field) ? null : minLength(field))
        .withArrayMaxItemsResolver(field -> isText(field) ? null : maxLength(field))
        .withStringPatternResolver(
            field -> value(field, c -> !c.pattern().isEmpty(), Constraint::pattern));
  }

  /** Types whose schema is not what the generator would make of their fields. */
  private static CustomDefinition fixedDefinition(
      ResolvedType type, SchemaGenerationContext context) {
    Class<?> erased = type.getErasedType();
    ObjectNode schema = context.getGeneratorConfig().createObjectNode();
    if (erased == Bytes.class) {
      schema.put("type", "string").put("contentEncoding", "base64");
    } else if (erased.isEnum()) {
      ArrayNode names = schema.put("type", "string").putArray("enum");
      for (Object constant : erased.getEnumConstants()) {
        names.add(JsonNameIntrospector.nameOf((Enum<?>) constant));
      }
    } else if (erased != Object.class) {
      return null;
    }
    return new CustomDefinition(
        schema, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
  }

  /** Position of a component in its record. */
  private static int position(MemberScope<?, ?> member) {
    RecordComponent[] components = member.getDeclaringType().getErasedType().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      if (components[i].getName().equals(member.getName())) {
        return i;
      }
    }
    return components.length;
  }

  private static Constraint constraint(FieldScope field) {
    return field.getRawMember().getAnnotation(Constraint.class);
  }

  private static boolean isText(FieldScope field) {
    return field.getRawMember().getType() == String.class;
  }

  private static Integer minLength(FieldScope field) {
    return value(field, ConstraintRules::hasMinLength, Constraint::minLength);
  }

  private static Integer maxLength(FieldScope field) {
    return value(field, ConstraintRules::hasMaxLength, Constraint::maxLength);
  }

  private static <T> T value(
      FieldScope field, Predicate<Constraint> given, Function<Constraint, T> value) {
    Constraint constraint = constraint(field);
    return constraint == null || field.isFakeContainerItemScope() || !given.test(constraint)
        ? null
        : value.apply(constraint);
  }

  /** The number without an exponent or trailing zeros. */
  private static BigDecimal plain(double number) {
    BigDecimal exact = new BigDecimal(number).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }
}
