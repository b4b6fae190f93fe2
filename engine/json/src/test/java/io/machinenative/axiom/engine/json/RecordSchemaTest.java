package io.machinenative.axiom.engine.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RecordSchemaTest {
  private static final String HEAD =
      "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",";

  @Test
  void describesBytesAndDefaults() {
    assertEquals(
        HEAD
            + "\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
            + "\"data\":{\"type\":\"string\",\"contentEncoding\":\"base64\"},"
            + "\"level\":{\"type\":\"integer\",\"format\":\"int32\",\"default\":7}},"
            + "\"required\":[\"name\",\"data\"],\"additionalProperties\":false}",
        RecordBinding.forInput(Samples.Blob.class).schema());
  }

  @Test
  void leavesResultsOpen() {
    assertEquals(
        HEAD
            + "\"type\":\"object\",\"properties\":{\"value\":{\"type\":\"integer\",\"format\":\"int64\"}},"
            + "\"required\":[\"value\"]}",
        RecordBinding.forOutput(Samples.Total.class).schema());
  }

  @Test
  void describesARecordWithoutComponents() {
    assertEquals(
        HEAD + "\"type\":\"object\",\"additionalProperties\":false}",
        RecordBinding.forInput(Samples.Empty.class).schema());
  }

  @Test
  void refersToRecordsThatHoldThemselves() {
    String schema = RecordBinding.forInput(Samples.Node.class).schema();

    assertTrue(
        schema.contains("\"children\":{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}"), schema);
  }

  @Test
  void turnsConstraintsIntoKeywordsOfTheirType() {
    String schema = RecordBinding.forInput(Samples.Everything.class).schema();

    assertTrue(
        schema.contains(
            "\"text\":{\"type\":\"string\",\"description\":\"A"
                + " text.\",\"minLength\":1,\"maxLength\":8,\"pattern\":\"^[a-z]*$\"}"),
        schema);
    assertTrue(schema.contains("\"minimum\":-5,\"maximum\":1000000}"), schema);
    assertTrue(schema.contains("\"path\":{\"maxItems\":3,\"type\":\"array\""), schema);
    assertTrue(
        schema.contains("\"colour\":{\"type\":\"string\",\"enum\":[\"dark-red\",\"GREEN\"]}"),
        schema);
    assertTrue(schema.contains("\"any\":{}"), schema);
    assertFalse(schema.contains("minItems"), schema);
  }

  @Test
  void letsAComponentDescribeItsRecord() {
    String schema = RecordBinding.forInput(Samples.Everything.class).schema();

    assertTrue(
        schema.contains("\"point\":{\"$ref\":\"#/$defs/Point\",\"description\":\"Where it is.\"}"),
        schema);
    assertFalse(schema.contains("allOf"), schema);
  }

  @Test
  void isTheSameEveryTime() {
    assertEquals(
        RecordBinding.forInput(Samples.Everything.class).schema(),
        RecordBinding.forInput(Samples.Everything.class).schema());
  }
}
