package io.machinenative.axiom.engine.registry.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.JsonSchema;
import io.machinenative.axiom.engine.registry.RandomRecords;
import io.machinenative.axiom.engine.registry.form.RecordJson;
import io.machinenative.axiom.engine.registry.metadata.MetadataCatalogue;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each stage and code, in JSON as they come, hostile ones too. */
class RecordValidatorTest {
  private static final long SEED = Long.getLong("axiom.seed", 2026);

  private final MetadataCatalogue catalogue = MetadataCatalogue.standard().build();
  private final RecordValidator lenient =
      new RecordValidator(Mode.LENIENT, ContentLimits.DEFAULTS, catalogue);
  private final RecordValidator strict =
      new RecordValidator(Mode.STRICT, ContentLimits.DEFAULTS, catalogue);

  /** A good service, with these properties in place of its own. */
  private static Map<String, Object> service(String properties) {
    Map<String, Object> values = new TreeMap<>();
    values.putAll(
        map(
            "{'kind':'service','name':'payments-checkout-service-v2','version':'2.1.0',"
                + "'instance':'10.0.0.7:7400','leaseMs':30000,'tags':['fast'],"
                + "'endpoints':[{'uri':'tcp://10.0.0.7:7400'}]}"));
    values.putAll(map(properties));
    return values;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(String json) {
    return (Map<String, Object>) Json.read(json.replace('\'', '"'));
  }

  @Test
  void aGoodRecordIsGoodEvenWhenStrict() {
    Validation validation = strict.check(Json.write(service("{}")));
    assertEquals(List.of(), validation.findings());
    assertTrue(validation.isValid());
    assertEquals(30_000, validation.registration().orElseThrow().lease().ttlMs());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{'kind':'thing'}; SCHEMA_MISMATCH; /kind",
        "{'tags':'x'}; SCHEMA_MISMATCH; /tags",
        "{'colour':'red'}; SCHEMA_MISMATCH; /colour",
        "{'leaseMs':-1}; SCHEMA_MISMATCH; /leaseMs",
        "{'endpoints':[{'uri':'tcp://a:1','weight':70000}]}; SCHEMA_MISMATCH; /endpoints/0/weight",
        "{'version':'2'}; VALUE_INVALID; /version",
        "{'name':'a b'}; VALUE_INVALID; ~~",
        "{'instance':'x/y'}; VALUE_INVALID; ~~",
        "{'name':'PaymentsCheckout'}; NAME_MALFORMED; /name",
        "{'name':'payments-checkout'}; NAME_NOT_CANONICAL; /name",
        "{'name':'payments-checkout-service-v1'}; NAME_NOT_CANONICAL; /name",
        "{'tags':['Fast One']}; LABEL_NOT_KEBAB; /tags/0",
        "{'category':'Pay'}; LABEL_NOT_KEBAB; /category",
        "{'platform':'a b'}; LABEL_NOT_KEBAB; /platform",
        "{'capabilities':['']}; LABEL_NOT_KEBAB; /capabilities/0",
        "{'endpoints':[]}; ENDPOINT_MISSING; /endpoints",
        "{'endpoints':[{'uri':'nowhere'}]}; ENDPOINT_INVALID; /endpoints/0/uri",
        "{'endpoints':[{'uri':'tcp://a:99999'}]}; ENDPOINT_INVALID; /endpoints/0/uri",
        "{'endpoints':[{'uri':'tcp:///x'}]}; ENDPOINT_INVALID; /endpoints/0/uri",
        "{'endpoints':[{'uri':'http://a b'}]}; ENDPOINT_INVALID; /endpoints/0/uri",
        "{'endpoints':[{'uri':'tcp://a:1'},{'uri':'tcp://a:1'}]}; ENDPOINT_REPEATED;"
            + " /endpoints/1/uri",
        "{'leaseMs':0}; SERVICE_WITHOUT_LEASE; /leaseMs",
        "{'leaseMs':10}; UNUSUAL_LEASE; /leaseMs",
        "{'metadataSchema':'none@1.0.0'}; METADATA_SCHEMA_UNKNOWN; /metadataSchema",
        "{'metadataSchema':'what'}; METADATA_SCHEMA_UNKNOWN; /metadataSchema",
        "{'metadataSchema':'service@1.0.0','metadata':{}}; METADATA_MISMATCH; /metadata/owner",
        "{'metadataSchema':'service@1.0.0','metadata':{'owner':''}}; METADATA_MISMATCH;"
            + " /metadata/owner",
        "{'metadata':{'a b':1}}; METADATA_FIELD_NAME; /metadata/a b",
        "{'metadata':{'a':null}}; METADATA_NULL; /metadata/a",
        "{'title':'a\\u0000b'}; CONTROL_CHARACTER; /title",
        "{'title':'a\\nb'}; CONTROL_CHARACTER; /title",
        "{'metadata':{'a':'\\u001b[2J'}}; CONTROL_CHARACTER; /metadata/a",
        "{'title':'a\\u202eb'}; MISLEADING_CHARACTER; /title",
        "{'author':'a\\u200bb'}; MISLEADING_CHARACTER; /author",
        "{'description':'\\ud800'}; MISLEADING_CHARACTER; /description",
        "{'metadata':{'\\u2066a':1}}; MISLEADING_CHARACTER; /metadata/\u2066a",
        "{'title':'<SCRIPT>alert(1)</SCRIPT>'}; POTENTIAL_INJECTION; /title",
        "{'description':'[x](JavaScript:alert(1))'}; POTENTIAL_INJECTION; /description",
        "{'metadata':{'a':['<img src=x onerror = alert(1)>']}}; POTENTIAL_INJECTION; /metadata/a/0",
        "{'metadata':{'__proto__':{'x':1}}}; PROTOTYPE_KEY; /metadata/__proto__",
        "{'configuration':{'a':{'constructor':1}}}; PROTOTYPE_KEY; /configuration/a/constructor",
        "{'endpoints':[{'uri':'tcp://me:secret@a:1'}]}; CREDENTIALS_IN_URI; /endpoints/0/uri",
        "{'configuration':{'db-password':'hunter2'}}; POSSIBLE_SECRET; /configuration/db-password",
        "{'configuration':{'a':{'apiKey':'x'}}}; POSSIBLE_SECRET; /configuration/a/apiKey",
      })
  void eachFindingIsTold(String properties, FindingCode code, String path) {
    byte[] json = Json.write(service(properties));
    Validation validation = lenient.check(json);
    Finding finding =
        validation.findings().stream()
            .filter(f -> f.code() == code)
            .findFirst()
            .orElseThrow(() -> new AssertionError(validation.findings().toString()));
    assertEquals(path, finding.path());
    assertEquals(code.severity(), finding.severity());
    assertEquals(finding.isError(), !validation.isValid(), validation.findings().toString());
    assertFalse(strict.check(json).isValid(), "what is told is an error when strict");
    assertTrue(
        finding.toString().chars().noneMatch(c -> Character.isISOControl(c) || c == 0x202E)
            || finding.path().contains("\u2066"),
        finding.toString());
  }

  @Test
  void whatIsHarmlessIsNotTold() {
    for (String properties :
        List.of(
            "{'description':'Turns a < b and once = on.\\nTwo lines.'}",
            "{'title':'Zahlung – schnell & sicher 日本 😀'}",
            "{'configuration':{'token':'env:TOKEN','password':'${secret}','tokens':'5','secret':''}}",
            "{'endpoints':[{'uri':'aeron:ipc'},{'uri':'http://[::1]:80/a@b'}]}",
            "{'metadataSchema':'service@1.0.0','metadata':{'owner':'me'}}")) {
      assertEquals(List.of(), strict.check(Json.write(service(properties))).findings(), properties);
    }
  }

  @Test
  void aToolMayHaveAnOldName() {
    Registration tool = Registration.of(RecordKey.of(Kind.TOOL, "Old_Tool", "1.0.0")).build();
    Finding finding = lenient.check(tool).getFirst();
    assertEquals(Severity.WARNING, finding.severity());
    assertEquals("default-old-tool-v1", finding.suggestion());
  }

  @Test
  void limitsHold() {
    assertCode(FindingCode.TEXT_TOO_LONG, Map.of("title", "x".repeat(201)));
    assertCode(FindingCode.TEXT_TOO_LONG, Map.of("metadata", Map.of("a", "x".repeat(10_001))));
    assertCode(FindingCode.TEXT_TOO_LONG, Map.of("metadata", Map.of("x".repeat(129), 1)));
    assertCode(FindingCode.TOO_MANY, Map.of("tags", numbered("t", 65)));
    assertCode(FindingCode.LARGE_ARRAY, Map.of("metadata", Map.of("a", numbered("e", 1001))));
    assertCode(
        FindingCode.RECORD_TOO_LARGE,
        Map.of(
            "metadata",
            Map.of(
                "a",
                List.of("x".repeat(9_000), "y".repeat(9_000), "z".repeat(9_000)),
                "b",
                List.of(
                    "x".repeat(9_999), "y".repeat(9_999), "z".repeat(9_999), "z".repeat(9_999)))));
    assertCode(FindingCode.EXCESSIVE_NESTING, Map.of("metadata", nested(11)));
    assertFalse(codes(Map.of("metadata", nested(10))).contains(FindingCode.EXCESSIVE_NESTING));
  }

  private static List<String> numbered(String prefix, int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(prefix + i);
    }
    return texts;
  }

  private static Map<String, Object> nested(int depth) {
    Map<String, Object> value = Map.of();
    for (int i = 1; i < depth; i++) {
      value = Map.of("a", value);
    }
    return value;
  }

  private void assertCode(FindingCode code, Map<String, Object> properties) {
    assertTrue(codes(properties).contains(code), code + " in " + codes(properties));
  }

  private List<FindingCode> codes(Map<String, Object> properties) {
    Map<String, Object> values = service("{}");
    values.putAll(properties);
    return lenient.check(Json.write(values)).findings().stream().map(Finding::code).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "NOT_JSON; {",
        "NOT_JSON; ",
        "NOT_JSON; {\"a\":1}x",
        "NOT_JSON; {\"kind\":\"tool\",\"kind\":\"tool\"}",
        "NOT_AN_OBJECT; [1]",
        "NOT_AN_OBJECT; null",
        "NOT_AN_OBJECT; 7"
      })
  void whatIsNoObjectIsTold(FindingCode code, String json) {
    String text = json == null ? "" : json;
    Validation validation = lenient.check(text.getBytes(UTF_8));
    assertEquals(code, validation.findings().getFirst().code());
    assertFalse(validation.isValid());
  }

  @Test
  void deepJsonIsToldNotDied() {
    String deep = "[".repeat(100_000);
    assertEquals(
        FindingCode.NOT_JSON, lenient.check(deep.getBytes(UTF_8)).findings().getFirst().code());
    String nested = "{\"metadata\":".repeat(400) + "1" + "}".repeat(400);
    assertFalse(lenient.check(nested.getBytes(UTF_8)).isValid());
  }

  @Test
  void aBatchNamesPositions() {
    byte[] json = Json.write(List.of(service("{}"), service("{'tags':['A B']}"), 7, service("{}")));
    List<Validation> all = lenient.checkAll(json);
    assertEquals(List.of(true, false, false, true), all.stream().map(Validation::isValid).toList());
    assertEquals("/1/tags/0", all.get(1).findings().getFirst().path());
    assertEquals("a-b", all.get(1).findings().getFirst().suggestion());
    assertEquals("/2", all.get(2).findings().getFirst().path());
    assertEquals(
        FindingCode.NOT_AN_OBJECT,
        lenient.checkAll("{}".getBytes(UTF_8)).getFirst().findings().getFirst().code());
  }

  @Test
  void findingsAreNotWithoutEnd() {
    Map<String, Object> values = service("{}");
    values.put("tags", numbered("T ", 5_000));
    assertEquals(Findings.MAX_FINDINGS, lenient.check(Json.write(values)).findings().size());
  }

  /** The schema knows every property that records are written with. */
  @Test
  void theSchemaFitsWhatIsWritten() {
    JsonSchema schema = JsonSchema.compile(RecordValidator.schemaText());
    RandomRecords records = new RandomRecords(new SplittableRandom(SEED), 20);
    for (int i = 0; i < 200; i++) {
      byte[] json = Json.write(RecordJson.values(records.record(i)));
      assertEquals(List.of(), schema.check(json), new String(json, UTF_8));
    }
  }
}
