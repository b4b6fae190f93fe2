package io.machinenative.axiom.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordBindingTest {
  private static final String VALID =
      """
      {"text":"abc","truth":true,"whole":3,"big":9007199254740993,"fraction":1e3,"huge":123456789012345678901234567890,\
      "exact":1.10,"colour":"dark-red","point":{"x":1,"y":2.5},"path":[],"counts":{"a":1},"any":[1,null,{"z":1.0}]}\
      """;

  private final RecordBinding<Samples.Everything> everything =
      RecordBinding.forInput(Samples.Everything.class);

  @Test
  void readsEveryKindOfComponentExactly() {
    Samples.Everything read = read(everything, VALID);

    assertEquals(9007199254740993L, read.big());
    assertEquals(new BigInteger("123456789012345678901234567890"), read.huge());
    assertEquals(new BigDecimal("1.10"), read.exact());
    assertEquals(Samples.Colour.DARK_RED, read.colour());
    assertEquals(Map.of("a", 1L), read.counts());
    assertEquals(3, ((List<?>) read.any()).size());
  }

  @Test
  void fillsDefaultsOfAbsentOptionalComponents() {
    Samples.Everything read = read(everything, VALID);

    assertNull(read.maybe());
    assertEquals(Samples.Colour.GREEN, read.preset());
    assertEquals(new Samples.Point(1.5, 0), read.origin());
  }

  @Test
  void fillsDefaultsOfNestedRecords() {
    Samples.Node read =
        read(
            RecordBinding.forInput(Samples.Node.class),
            "{\"label\":\"a\",\"weight\":5,\"children\":[{\"label\":\"b\"}]}");

    assertEquals(new Samples.Node("a", List.of(new Samples.Node("b", null, 1)), 5), read);
  }

  @Test
  void bringsSeededRecordsBackAsTheyWere() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    PayloadBuffer buffer = new PayloadBuffer(16, 1 << 20, Status.RESULT_TOO_LARGE);
    for (int i = 0; i < 500; i++) {
      Samples.Everything record = random(random);
      buffer.reset();
      ContentType type = everything.write(record, buffer);
      Samples.Everything back = everything.read(type, buffer.buffer(), 0, buffer.length());
      assertEquals(record, back, () -> "seed " + seed);
      assertArrayEquals(buffer.toArray(), everything.toJson(back), () -> "seed " + seed);
    }
  }

  @Test
  void bringsSeededBytesBackBothWays() {
    RecordBinding<Samples.Blob> blobs = RecordBinding.forInput(Samples.Blob.class);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int size : new int[] {0, 1, 2, 3, 4, 63, 64, 65, 8191, 100_000}) {
      byte[] data = new byte[size];
      random.nextBytes(data);
      Samples.Blob record = new Samples.Blob("näme", Bytes.of(data), size);
      PayloadBuffer compound = new PayloadBuffer(0, 1 << 20, Status.RESULT_TOO_LARGE);
      assertEquals(ContentType.COMPOUND, blobs.write(record, compound));
      byte[] json = blobs.toJson(record);

      Samples.Blob fromCompound =
          blobs.read(ContentType.COMPOUND, compound.buffer(), 0, compound.length());
      Samples.Blob fromJson = blobs.read(ContentType.JSON, new UnsafeBuffer(json), 0, json.length);
      assertArrayEquals(data, fromCompound.data().toArray(), () -> "seed " + seed);
      assertArrayEquals(data, fromJson.data().toArray(), () -> "seed " + seed);
      assertEquals("näme", fromCompound.name());
      assertEquals(size, fromJson.level());
    }
  }

  @Test
  void borrowsTheRawTail() {
    RecordBinding<Samples.Blob> blobs = RecordBinding.forInput(Samples.Blob.class);
    UnsafeBuffer payload =
        new UnsafeBuffer(Json.compound("{\"name\":\"n\"}".getBytes(UTF_8), new byte[] {1, 2, 3}));

    Samples.Blob read = blobs.read(ContentType.COMPOUND, payload, 0, payload.capacity());

    assertSame(payload, read.data().buffer());
    assertEquals(3, read.data().length());
    assertEquals(7, read.level());
  }

  @Test
  void takesBytesAloneForBinary() {
    RecordBinding<Samples.MaybeBlob> blobs = RecordBinding.forInput(Samples.MaybeBlob.class);

    Samples.MaybeBlob read = blobs.read(ContentType.BINARY, new UnsafeBuffer(new byte[] {9}), 0, 1);

    assertArrayEquals(new byte[] {9}, read.data().toArray());
    assertNull(read.text());
  }

  @Test
  void writesJsonWhenTheOptionalBytesAreAbsent() {
    RecordBinding<Samples.MaybeBlob> blobs = RecordBinding.forInput(Samples.MaybeBlob.class);
    PayloadBuffer buffer = new PayloadBuffer(0, 100, Status.RESULT_TOO_LARGE);

    assertEquals(ContentType.JSON, blobs.write(new Samples.MaybeBlob(null, "t"), buffer));
    assertEquals("{\"text\":\"t\"}", new String(buffer.toArray(), UTF_8));
  }

  @Test
  void ignoresNewPropertiesOfResultsOnly() {
    String grown = "{\"value\":1,\"later\":2}";

    assertEquals(new Samples.Total(1), read(RecordBinding.forOutput(Samples.Total.class), grown));
    assertRefused(
        RecordBinding.forInput(Samples.Total.class),
        grown,
        "/later: expected no property of this name, found one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"text\":\"abc\"|\"text\":5|/text: expected string, found integer 5",
        "\"text\":\"abc\"|\"text\":\"\"|/text: expected at least 1 characters, found 0 characters",
        "\"text\":\"abc\"|\"text\":\"abcdefghi\"|/text: expected at most 8 characters, found 9"
            + " characters",
        "\"text\":\"abc\"|\"text\":\"A\"|/text: expected text that matches \"^[a-z]*$\", found"
            + " string \"A\"",
        "\"text\":\"abc\"|\"text\":null|/text: expected string, found null",
        "\"text\":\"abc\"|\"a~/b\":1,\"text\":\"abc\"|/a~0~1b: expected no property of this name,"
            + " found one",
        "\"whole\":3,||/whole: expected a value, found none",
        "\"whole\":3|\"whole\":-6|/whole: expected at least -5, found integer -6",
        "\"whole\":3|\"whole\":3.5|/whole: expected integer, found number 3.5",
        "\"whole\":3|\"whole\":\"3\"|/whole: expected integer, found string \"3\"",
        "\"truth\":true|\"truth\":1|/truth: expected boolean, found integer 1",
        "\"colour\":\"dark-red\"|\"colour\":\"DARK_RED\"|/colour: expected one of"
            + " [\"dark-red\",\"GREEN\"], found string \"DARK_RED\"",
        "\"path\":[]|\"path\":[{},{},{},{}]|/path: expected at most 3 elements, found array of 4"
            + " elements",
        "\"path\":[]|\"path\":[{\"x\":1}]|/path/0/y: expected a value, found none",
        "\"counts\":{\"a\":1}|\"counts\":{\"a\":\"b\"}|/counts/a: expected integer, found string"
            + " \"b\"",
        "9007199254740993|99999999999999999999|/big: expected a value that fits",
        "1e3|1e999|/fraction: expected a value that fits",
        "123456789012345678901234567890|1e999999999|/huge: expected a value that fits",
      })
  void namesPathExpectedAndFound(String part, String replacement, String expected) {
    assertRefused(
        everything, VALID.replace(part, replacement == null ? "" : replacement), expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{\"a\":1 \"b\":2}",
            "{} {}", "{}x", "nul", "tru", "NaN",
        "-Infinity", "01", "+1", ".5", "1.", "1e", "0x1", "'a'", "\"abc", "\"\\x\"", "\"\\u12\"",
            "// c\n{}", "/**/{}", "{a:1}",
        "{\"a\":1,\"a\":2}", "{\"b\":{\"a\":1,\"a\":2}}", "\"\t\"", "\uFEFF{}",
            "1e99999999999999999999"
      })
  void refusesWhatIsNotJson(String text) {
    assertRefused(everything, text, "expected");
  }

  @Test
  void refusesEveryTruncation() {
    byte[] whole = VALID.getBytes(UTF_8);
    UnsafeBuffer buffer = new UnsafeBuffer(whole);
    for (int length = 0; length < whole.length; length++) {
      int cut = length;
      ToolException refusal =
          assertThrows(
              ToolException.class,
              () -> everything.read(ContentType.JSON, buffer, 0, cut),
              () -> "at " + cut);
      assertEquals(Status.INVALID_ARGUMENT, refusal.status());
    }
  }

  @Test
  void survivesSeededMutations() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = VALID.getBytes(UTF_8);
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        everything.read(ContentType.JSON, new UnsafeBuffer(bytes), 0, bytes.length);
      } catch (ToolException e) {
        assertEquals(Status.INVALID_ARGUMENT, e.status(), () -> "seed " + seed);
      }
    }
  }

  @Test
  void refusesDeepNestingAndTooManyTokens() {
    assertRefused(everything, "[".repeat(JsonDialect.MAX_DEPTH + 1), "nesting depth");
    assertRefused(everything, "[" + "1,".repeat(JsonDialect.MAX_TOKENS) + "1]", "oken count");
  }

  @Test
  void refusesOtherEncodings() {
    for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "ISO-8859-1")) {
      byte[] bytes = VALID.replace("abc", "é").getBytes(java.nio.charset.Charset.forName(charset));
      ToolException refusal =
          assertThrows(
              ToolException.class,
              () -> everything.read(ContentType.JSON, new UnsafeBuffer(bytes), 0, bytes.length),
              charset);
      assertEquals(Status.INVALID_ARGUMENT, refusal.status());
    }
  }

  @Test
  void tellsAtMostFiveFindings() {
    ToolException refusal = assertThrows(ToolException.class, () -> read(everything, "{}"));

    assertEquals(5, refusal.getMessage().split("; ").length, refusal.getMessage());
  }

  @Test
  void refusesCompoundPayloadsThatLie() {
    RecordBinding<Samples.Blob> blobs = RecordBinding.forInput(Samples.Blob.class);
    byte[] json = "{\"name\":\"n\"}".getBytes(UTF_8);
    for (int lie :
        new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, json.length + 4, json.length - 1, 0}) {
      UnsafeBuffer payload = new UnsafeBuffer(Json.compound(json, new byte[3]));
      payload.putInt(0, lie, java.nio.ByteOrder.LITTLE_ENDIAN);
      ToolException refusal =
          assertThrows(
              ToolException.class,
              () -> blobs.read(ContentType.COMPOUND, payload, 0, payload.capacity()),
              () -> "" + lie);
      assertEquals(Status.INVALID_ARGUMENT, refusal.status());
      assertTrue(refusal.getMessage().startsWith("expected"), refusal.getMessage());
    }
    for (int length = 0; length < Compound.LENGTH_BYTES; length++) {
      int cut = length;
      ToolException refusal =
          assertThrows(
              ToolException.class,
              () -> blobs.read(ContentType.COMPOUND, new UnsafeBuffer(new byte[4]), 0, cut));
      assertEquals(
          "expected a COMPOUND payload of at least 4 bytes, got " + cut, refusal.getMessage());
    }
  }

  @Test
  void refusesBytesInBothPlacesAndInvalidBase64() {
    RecordBinding<Samples.Blob> blobs = RecordBinding.forInput(Samples.Blob.class);
    UnsafeBuffer both =
        new UnsafeBuffer(
            Json.compound("{\"name\":\"n\",\"data\":\"\"}".getBytes(UTF_8), new byte[3]));

    ToolException refusal =
        assertThrows(
            ToolException.class, () -> blobs.read(ContentType.COMPOUND, both, 0, both.capacity()));
    assertTrue(
        refusal.getMessage().startsWith("/data: expected its bytes in the raw tail"),
        refusal.getMessage());
    assertRefused(blobs, "{\"name\":\"n\",\"data\":\"*\"}", "/data: expected a value that fits");
  }

  @Test
  void refusesContentTypesThatItDoesNotTake() {
    ToolException refusal =
        assertThrows(
            ToolException.class,
            () -> everything.read(ContentType.COMPOUND, new UnsafeBuffer(new byte[8]), 0, 8));
    assertEquals(Status.UNSUPPORTED_CONTENT_TYPE, refusal.status());
  }

  @Test
  void refusesNumbersThatJsonDoesNotHave() {
    RecordBinding<Samples.Point> points = RecordBinding.forOutput(Samples.Point.class);

    assertThrows(
        IllegalArgumentException.class, () -> points.toJson(new Samples.Point(Double.NaN, 0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> points.toJson(new Samples.Point(0, Double.POSITIVE_INFINITY)));
  }

  @Test
  void stopsWritingAtTheLimit() {
    RecordBinding<Samples.MaybeBlob> blobs = RecordBinding.forOutput(Samples.MaybeBlob.class);
    Samples.MaybeBlob large = new Samples.MaybeBlob(null, "x".repeat(100_000));
    PayloadBuffer small = new PayloadBuffer(16, 1000, Status.RESULT_TOO_LARGE);

    ToolException refusal = assertThrows(ToolException.class, () -> blobs.write(large, small));
    assertEquals(Status.RESULT_TOO_LARGE, refusal.status());
  }

  record Picky(int even) {
    Picky {
      if (even % 2 != 0) {
        throw new IllegalArgumentException("expected an even number, got " + even);
      }
    }
  }

  @Test
  void tellsWhatTheRecordItselfRefuses() {
    assertRefused(
        RecordBinding.forInput(Picky.class),
        "{\"even\":3}",
        "refused: expected an even number, got 3");
  }

  record WithArray(int[] values) {}

  record WithOptional(Optional<String> value) {}

  record WithSet(Set<String> value) {}

  record Generic<T>(T value) {}

  record IntKeys(Map<Integer, String> value) {}

  record TwoBytes(Bytes one, Bytes two) {}

  record NestedBytes(Samples.Blob blob) {}

  record ListedBytes(List<Bytes> blobs) {}

  record OptionalPrimitive(@Constraint(optional = true) int value) {}

  record RequiredDefault(@Constraint(defaultValue = "1") int value) {}

  record BadDefault(@Constraint(optional = true, defaultValue = "\"x\"") Integer value) {}

  record PatternOnNumber(@Constraint(pattern = "x") int value) {}

  record MinimumOnText(@Constraint(minimum = 1) String value) {}

  record LengthOnMap(@Constraint(maxLength = 1) Map<String, String> value) {}

  @ParameterizedTest
  @ValueSource(
      classes = {
        WithArray.class,
        WithOptional.class,
        WithSet.class,
        Generic.class,
        IntKeys.class,
        TwoBytes.class,
        NestedBytes.class,
        ListedBytes.class,
        OptionalPrimitive.class,
        RequiredDefault.class,
        BadDefault.class,
        PatternOnNumber.class,
        MinimumOnText.class,
        LengthOnMap.class
      })
  void refusesRecordsThatItCannotServe(Class<? extends Record> type) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> RecordBinding.forInput(type));
    assertTrue(refusal.getMessage().contains("expected"), refusal.getMessage());
  }

  private static Samples.Everything random(Random random) {
    List<Samples.Point> path = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      path.add(new Samples.Point(random.nextGaussian() * 1e300, random.nextInt()));
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      counts.put(
          new String(Character.toChars(0x20 + random.nextInt(0xD000))) + i, random.nextLong());
    }
    return new Samples.Everything(
        "abcdefgh".substring(random.nextInt(8)),
        random.nextBoolean(),
        random.nextInt(-5, 1_000_001),
        random.nextLong(),
        random.nextDouble(),
        new BigInteger(200, random),
        new BigDecimal(new BigInteger(100, random), random.nextInt(-20, 50)),
        random.nextBoolean() ? Samples.Colour.DARK_RED : Samples.Colour.GREEN,
        new Samples.Point(random.nextDouble(), -0.5),
        path,
        counts,
        random.nextBoolean() ? List.of("a", Map.of("😀", true)) : 42,
        random.nextBoolean() ? null : "m\"\\\n\u0000",
        Samples.Colour.GREEN,
        new Samples.Point(0, 1));
  }

  private static <T extends Record> T read(RecordBinding<T> binding, String json) {
    byte[] bytes = json.getBytes(UTF_8);
    return binding.read(ContentType.JSON, new UnsafeBuffer(bytes), 0, bytes.length);
  }

  private static void assertRefused(RecordBinding<?> binding, String json, String messagePart) {
    ToolException refusal = assertThrows(ToolException.class, () -> read(binding, json), json);
    assertEquals(Status.INVALID_ARGUMENT, refusal.status());
    assertTrue(refusal.getMessage().contains(messagePart), refusal.getMessage());
  }
}
