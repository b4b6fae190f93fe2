package io.machinenative.axiom.engine.registry.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.registry.RandomRecords;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records to JSON and back, and JSON that is none. */
class RecordJsonTest {
  private static final long SEED = Long.getLong("axiom.seed", 2026);

  private static Map<?, ?> read(String json) {
    return (Map<?, ?>) Json.read(json);
  }

  @Test
  void whatWasWrittenIsReadBack() {
    RandomRecords records = new RandomRecords(new SplittableRandom(SEED), 20);
    for (int round = 0; round < 2_000; round++) {
      RegistryRecord record = records.record(round);
      String text = RecordJson.text(record);
      assertEquals(record, RecordJsonReader.record(read(text)), text);
      assertEquals(record.registration(), RecordJsonReader.registration(read(text)), text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; /kind: expected a value",
        "{'kind':'tool','name':'a'}; /version: expected a value",
        "{'kind':'toll','name':'a','version':'1.0.0'}; /kind: expected one of tool, service",
        "{'kind':'tool','name':'','version':'1.0.0'}; expected a name",
        "{'kind':'tool','name':7,'version':'1.0.0'}; /name: expected text, got 7",
        "{'kind':'tool','name':'a','version':'1'}; /version: expected a version",
        "{'kind':'tool','name':'a','version':'1.0.0','tags':'x'}; /tags: expected an array",
        "{'kind':'tool','name':'a','version':'1.0.0','tags':[1]}; /tags/0: expected text",
        "{'kind':'tool','name':'a','version':'1.0.0','endpoints':[1]}; /endpoints/0: expected an"
            + " object",
        "{'kind':'tool','name':'a','version':'1.0.0','endpoints':[{}]}; /endpoints/0/uri: expected"
            + " a value",
        "{'kind':'tool','name':'a','version':'1.0.0','endpoints':[{'uri':'a:b','weight':-1}]};"
            + " /endpoints/0/weight: expected a weight",
        "{'kind':'tool','name':'a','version':'1.0.0','endpoints':[{'uri':'a:b','weight':4294967296}]};"
            + " /endpoints/0/weight",
        "{'kind':'tool','name':'a','version':'1.0.0','leaseMs':1e99}; /leaseMs: expected a whole"
            + " number",
        "{'kind':'tool','name':'a','version':'1.0.0','leaseMs':-1}; /leaseMs: expected a lease",
        "{'kind':'tool','name':'a','version':'1.0.0','metadata':[]}; /metadata: expected an object",
        "{'kind':'tool','name':'a','version':'1.0.0','status':'up'}; /status: expected one of",
      })
  void whatIsNoRecordIsNamed(String json, String expected) {
    MalformedRecordException thrown =
        assertThrows(
            MalformedRecordException.class,
            () -> RecordJsonReader.record(read(json.replace('\'', '"'))));
    assertTrue(thrown.getMessage().contains(expected), thrown.getMessage());
  }
}
