package io.machinenative.axiom.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToolFacesTest {
  private static final int MAX_REPLY_BYTES = 1000;

  private static final Tool TWICE =
      Tool.named("test.twice")
          .typed(
              Samples.Blob.class,
              Samples.Blob.class,
              (blob, call) -> {
                byte[] once = blob.data().toArray();
                byte[] twice = new byte[2 * once.length];
                System.arraycopy(once, 0, twice, 0, once.length);
                System.arraycopy(once, 0, twice, once.length, once.length);
                return new Samples.Blob(blob.name() + blob.name(), Bytes.of(twice), null);
              })
          .build();

  @Test
  void answersJsonWithJson() throws Exception {
    GuardedCall call =
        GuardedCall.json("{\"name\":\"a\",\"data\":\"AQI=\"}")
            .run(handler(TWICE, ContentType.JSON));

    assertEquals(ContentType.JSON, call.replyType());
    assertEquals("{\"name\":\"aa\",\"data\":\"AQIBAg==\"}", call.replyText());
  }

  @Test
  void answersCompoundWithCompound() throws Exception {
    byte[] payload = Json.compound("{\"name\":\"a\"}".getBytes(UTF_8), new byte[] {1, 2});
    GuardedCall call =
        GuardedCall.of(ContentType.COMPOUND, payload).run(handler(TWICE, ContentType.COMPOUND));

    assertEquals(ContentType.COMPOUND, call.replyType());
    assertArrayEquals(
        Json.compound("{\"name\":\"aa\"}".getBytes(UTF_8), new byte[] {1, 2, 1, 2}), call.reply());
  }

  @Test
  void refusesWhatDoesNotFit() throws Exception {
    GuardedCall.requireStatus(
        Status.INVALID_ARGUMENT, GuardedCall.json("{}").refusal(handler(TWICE, ContentType.JSON)));
    GuardedCall.requireStatus(
        Status.INVALID_ARGUMENT,
        GuardedCall.of(ContentType.COMPOUND, new byte[] {9, 0, 0, 0, '{', '}'})
            .refusal(handler(TWICE, ContentType.COMPOUND)));
    GuardedCall.requireStatus(
        Status.INVALID_ARGUMENT,
        GuardedCall.of(ContentType.BINARY, new byte[] {1})
            .refusal(handler(TWICE, ContentType.BINARY)));
  }

  @Test
  void refusesResultsAboveTheLimit() throws Exception {
    byte[] large = new byte[MAX_REPLY_BYTES / 2];
    byte[] compound = Json.compound("{\"name\":\"a\"}".getBytes(UTF_8), large);
    ToolException refusal =
        GuardedCall.of(ContentType.COMPOUND, compound)
            .refusal(handler(TWICE, ContentType.COMPOUND));

    GuardedCall.requireStatus(Status.RESULT_TOO_LARGE, refusal);
  }

  @Test
  void offersTheContentTypesThatTheRecordsAllow() {
    Tool plain =
        Tool.named("test.plain")
            .typed(Samples.Point.class, Samples.Total.class, (p, c) -> new Samples.Total(1))
            .build();

    assertEquals(Set.of(ContentType.JSON), ToolFaces.of(plain, MAX_REPLY_BYTES).contentTypes());
    assertEquals(
        Set.of(ContentType.JSON, ContentType.COMPOUND, ContentType.BINARY),
        ToolFaces.of(TWICE, MAX_REPLY_BYTES).contentTypes());
    assertNull(ToolFaces.of(TWICE, MAX_REPLY_BYTES).handlers()[ContentType.TEXT.value()]);
  }

  @Test
  void letsARawFaceWin() {
    RawHandler raw = call -> {};
    Tool both =
        Tool.named("test.both")
            .raw(ContentType.BINARY, raw)
            .typed(Samples.Blob.class, Samples.Total.class, (b, c) -> new Samples.Total(1))
            .build();
    RawHandler[] handlers = ToolFaces.of(both, MAX_REPLY_BYTES).handlers();

    assertSame(raw, handlers[ContentType.BINARY.value()]);
    assertTrue(handlers[ContentType.COMPOUND.value()] instanceof TypedFaceAdapter<?, ?>);
  }

  @Test
  void givesSchemas() {
    ToolFaces faces = ToolFaces.of(TWICE, MAX_REPLY_BYTES);

    assertEquals(RecordBinding.forInput(Samples.Blob.class).schema(), faces.inputSchema());
    assertEquals(RecordBinding.forOutput(Samples.Blob.class).schema(), faces.outputSchema());
  }

  @Test
  void refusesAGivenSchemaThatIsNone() {
    Tool broken =
        Tool.named("test.raw").raw(ContentType.TEXT, call -> {}).schemas("{\"type\":", "").build();

    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> ToolFaces.of(broken, MAX_REPLY_BYTES));
    assertTrue(
        refusal.getMessage().startsWith("test.raw: input schema: expected a JSON Schema"),
        refusal.getMessage());
  }

  @Test
  void takesAMissingResultForAFault() {
    Tool forgetful =
        Tool.named("test.null")
            .typed(Samples.Empty.class, Samples.Total.class, (e, c) -> null)
            .build();

    assertThrows(
        IllegalStateException.class,
        () -> GuardedCall.json("{}").run(handler(forgetful, ContentType.JSON)));
  }

  private static RawHandler handler(Tool tool, ContentType contentType) {
    return ToolFaces.of(tool, MAX_REPLY_BYTES).handlers()[contentType.value()];
  }
}
