package io.machinenative.axiom.engine.json;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.path.PathType;
import io.machinenative.axiom.api.ToolException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON Schema (2020-12), compiled once to check many values. Immutable, any thread; a check
 * allocates. Refers only to itself and to the metaschemas of JSON Schema: nothing is fetched from
 * anywhere.
 */
public final class JsonSchema {
  /** As many findings of one value are told. */
  public static final int MAX_FINDINGS = 5;

  /**
   * Keywords that are looked at for one value, half a second: a value of the longest message has a
   * million parts, a schema that refers to itself twice can look at a deep one for ever.
   */
  private static final long MAX_STEPS = 5_000_000;

  private static final ExecutionConfig BOUNDED =
      ExecutionConfig.builder().maxEvaluationSteps(MAX_STEPS).build();

  private final Schema schema;
  private final JsonMapper mapper;
  private final boolean counted;

  /**
   * @param counted whether the steps of a check are counted, which costs it a third more
   */
  private JsonSchema(Schema schema, JsonMapper mapper, boolean counted) {
    this.counted = counted;
    this.schema = schema;
    this.mapper = mapper;
  }

  /**
   * Whoever wrote it: a schema that would grow without end, or that keeps whoever checks by it
   * busy, is none.
   *
   * @param text of the schema
   * @throws IllegalArgumentException when it is not JSON, not a schema, refers to something outside
   *     itself, or is too large once its references are followed
   */
  public static JsonSchema compile(String text) {
    JsonMapper mapper = JsonDialect.mapper(JsonDialect.MAX_DEPTH);
    try {
      JsonNode tree = mapper.readTree(text);
      SpecificationVersion dialect = dialectOf(tree);
      SchemaRefs refs = SchemaRefs.of(tree);
      requireSchema(tree, dialect);
      return of(tree, mapper, dialect, refs.isHeavy());
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "expected a JSON Schema, got text that is not JSON: " + e.getOriginalMessage(), e);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("expected a JSON Schema, got one that is too deep", e);
    }
  }

  static JsonSchema of(JsonNode tree, JsonMapper mapper) {
    boolean heavy = SchemaRefs.of(tree).isHeavy();
    return of(tree, mapper, SpecificationVersion.DRAFT_2020_12, heavy);
  }

  private static JsonSchema of(
      JsonNode tree, JsonMapper mapper, SpecificationVersion dialect, boolean counted) {
    if (!tree.isObject() && !tree.isBoolean()) {
      throw new IllegalArgumentException(
          "expected a JSON Schema, an object or a boolean, got " + FindingText.describe(tree));
    }
    try {
      Schema schema = registry(dialect).getSchema(tree);
      schema.initializeValidators();
      return new JsonSchema(schema, mapper, counted);
    } catch (SchemaException e) {
      throw new IllegalArgumentException(
          "expected a JSON Schema that stands alone, got one that fails: " + e.getMessage(), e);
    }
  }

  private static SpecificationVersion dialectOf(JsonNode schema) {
    JsonNode named = schema.isObject() ? schema.get("$schema") : null;
    if (named == null) {
      return SpecificationVersion.DRAFT_2020_12;
    }
    return SpecificationVersion.fromSchemaNode(schema)
        .filter(found -> found.compareTo(SpecificationVersion.DRAFT_6) > 0)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "$schema: expected draft-07, 2019-09 or 2020-12, got "
                    + FindingText.describe(named)));
  }

  private static SchemaRegistry registry(SpecificationVersion dialect) {
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .preloadSchema(true)
            .formatAssertionsEnabled(false)
            .regularExpressionFactory(BoundedPattern::new)
            .build();
    return SchemaRegistry.withDefaultDialect(
        dialect,
        builder ->
            builder
                .schemaLoader(loader -> loader.allow(iri -> isMetaschema(iri.toString())))
                .schemaRegistryConfig(config));
  }

  /** Whether that names a metaschema of JSON Schema, or a part of one. */
  static boolean isMetaschema(String iri) {
    return iri.startsWith("https://json-schema.org/draft/20")
        || iri.startsWith("http://json-schema.org/draft-07/");
  }

  /** The schemas that schemas keep to, each compiled when the first one of it is looked at. */
  private static final class Metaschema {
    private static final Schema NEWEST = of(SpecificationVersion.DRAFT_2020_12);

    private static Schema of(SpecificationVersion dialect) {
      return registry(dialect).getSchema(SchemaLocation.of(dialect.getDialectId()));
    }
  }

  private static void requireSchema(JsonNode tree, SpecificationVersion dialect) {
    Schema metaschema =
        dialect == SpecificationVersion.DRAFT_2020_12 ? Metaschema.NEWEST : Metaschema.of(dialect);
    List<Error> errors = metaschema.validate(tree);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a JSON Schema, got one that is wrong: " + FindingText.of(errors.getFirst()));
    }
  }

  /**
   * @param json one JSON value in UTF-8
   * @return what does not fit, at most {@link #MAX_FINDINGS}; empty when all fits
   * @throws ToolException INVALID_ARGUMENT when the bytes are not JSON
   */
  public List<Finding> check(byte[] json) {
    return check(new StrictJson(mapper).read(new UnsafeBuffer(json), 0, json.length));
  }

  List<Finding> check(JsonNode value) {
    List<Error> errors;
    try {
      errors =
          counted
              ? schema.validate(value, context -> context.setExecutionConfig(BOUNDED))
              : schema.validate(value);
    } catch (ValidationLimitExceededException | StackOverflowError e) {
      return List.of(new Finding("", "a value that can be checked within bounds", "another"));
    }
    if (errors.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>(MAX_FINDINGS);
    for (Error error : errors.subList(0, Math.min(errors.size(), MAX_FINDINGS))) {
      findings.add(FindingText.of(error));
    }
    return findings;
  }
}
