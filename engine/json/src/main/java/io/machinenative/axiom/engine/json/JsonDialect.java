package io.machinenative.axiom.engine.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.machinenative.axiom.api.Bytes;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The JSON that Axiom speaks: RFC 8259 to the letter, with bounds. Duplicate names, text after the
 * value, NaN and deep nesting are errors; numbers with a fraction are read exactly; records keep
 * the order of their components.
 *
 * <p>A mapper remembers the classes that it has seen, so whoever serves a plugin's classes makes
 * one of its own, and lets it go with them.
 */
final class JsonDialect {
  /**
   * Arrays and objects within one another: far more than arguments need, far less than a stack
   * holds.
   */
  static final int MAX_DEPTH = 64;

  /**
   * Tokens of one value. A tree needs up to about 100 bytes of heap for each, so it stays below 100
   * MiB whatever the message limit is; a text is one token, whatever its length.
   */
  static final int MAX_TOKENS = 1_000_000;

  /** Digits of one number. */
  static final int MAX_NUMBER_LENGTH = 1000;

  /** Characters of one property's name. */
  static final int MAX_NAME_LENGTH = 1024;

  private JsonDialect() {}

  /**
   * A new mapper for one owner. Immutable, any thread.
   *
   * @param maxDepth arrays and objects within one another, when reading and when writing
   */
  static JsonMapper mapper(int maxDepth) {
    return JsonMapper.builder(factory(maxDepth))
        .annotationIntrospector(new JsonNameIntrospector())
        .addModule(
            new SimpleModule("axiom")
                .addDeserializer(Bytes.class, new BytesJson.Reader())
                .addSerializer(Bytes.class, new BytesJson.Writer())
                .addSerializer(Double.class, new FiniteNumberWriter())
                .addSerializer(Double.TYPE, new FiniteNumberWriter())
                .addSerializer(Float.class, new FiniteNumberWriter())
                .addSerializer(Float.TYPE, new FiniteNumberWriter()))
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .disable(SerializationFeature.WRAP_EXCEPTIONS)
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .withConfigOverride(
            Bytes.class,
            override ->
                override.setInclude(
                    JsonInclude.Value.construct(
                        JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY)))
        .build();
  }

  private static JsonFactory factory(int maxDepth) {
    return JsonFactory.builder()
        .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
        .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
        .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxTokenCount(MAX_TOKENS)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .maxNameLength(MAX_NAME_LENGTH)
                .maxStringLength(Integer.MAX_VALUE)
                .build())
        .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(maxDepth).build())
        .build();
  }
}
