package io.machinenative.axiom.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolTest {
  record Sum(long a, long b) {}

  record Total(long value) {}

  private static final RawHandler NOTHING = call -> {};

  @Test
  void aToolIsWhatItsBuilderWasTold() {
    Tool tool =
        Tool.named("math.add")
            .version("1.2.3-beta.1+build.5")
            .title("Add")
            .description("Adds two numbers.")
            .readOnly()
            .inline()
            .raw(ContentType.BINARY, NOTHING)
            .typed(Sum.class, Total.class, (sum, call) -> new Total(sum.a() + sum.b()))
            .build();
    assertEquals("math.add", tool.name());
    assertEquals(ToolId.of("math.add"), tool.id());
    assertEquals("1.2.3-beta.1+build.5", tool.version());
    assertEquals(ExecutionMode.INLINE, tool.mode());
    assertTrue(tool.readOnly());
    assertTrue(tool.idempotent(), "what changes nothing may be called again");
    assertFalse(tool.destructive());
    assertEquals(Sum.class, tool.typedFace().orElseThrow().inputType());
    assertEquals(NOTHING, tool.rawFaces().get(ContentType.BINARY));
  }

  @Test
  void aToolRunsOnAWorkerAndIsTitledByItsNameUnlessToldOtherwise() {
    Tool tool = Tool.named("a").raw(ContentType.JSON, NOTHING).build();
    assertEquals(ExecutionMode.WORKER, tool.mode());
    assertEquals("a", tool.title());
    assertEquals("1.0.0", tool.version());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".hidden", "-x", "has space", "umläut", "a/b", "a\u0000"})
  void aNameThatIsNoneIsNamed(String name) {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> Tool.named(name));
    assertTrue(thrown.getMessage().contains("'" + name + "'"), thrown.getMessage());
  }

  @Test
  void aNameMayHave128CharactersAndNoMore() {
    assertEquals(
        128, Tool.named("x".repeat(128)).raw(ContentType.JSON, NOTHING).build().name().length());
    assertThrows(IllegalArgumentException.class, () -> Tool.named("x".repeat(129)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.0", "01.0.0", "1.0.0.0", "v1.0.0", "1.0.0-", "1.0.x"})
  void aVersionThatIsNotSemanticIsNamed(String version) {
    Tool.Builder builder = Tool.named("a");
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> builder.version(version));
    assertTrue(thrown.getMessage().contains("'" + version + "'"), thrown.getMessage());
  }

  @Test
  void aToolNeedsAFaceAndNoneTwice() {
    assertThrows(IllegalArgumentException.class, () -> Tool.named("a").build());
    Tool.Builder raw = Tool.named("a").raw(ContentType.JSON, NOTHING);
    assertThrows(IllegalArgumentException.class, () -> raw.raw(ContentType.JSON, NOTHING));
    Tool.Builder typed = Tool.named("a").typed(Sum.class, Total.class, (s, c) -> new Total(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> typed.typed(Sum.class, Total.class, (s, c) -> new Total(0)));
  }

  @Test
  void schemasOfATypedFaceAreDerivedNotGiven() {
    Tool.Builder builder =
        Tool.named("a").typed(Sum.class, Total.class, (s, c) -> new Total(0)).schemas("{}", "");
    assertThrows(IllegalArgumentException.class, builder::build);
  }

  @Test
  void aContentTypeThatIsNoneHasNoFace() {
    Tool.Builder builder = Tool.named("a");
    assertThrows(
        IllegalArgumentException.class, () -> builder.raw(ContentType.SBE_UNKNOWN, NOTHING));
  }

  @Test
  void aRefusalHasAFailureStatus() {
    assertThrows(IllegalArgumentException.class, () -> new ToolException(Status.OK, "fine"));
    assertEquals(Status.CANCELLED, ToolException.cancelled().status());
    assertEquals(7, new ToolException(Status.OVERLOADED, "later", 7).retryAfterMs());
  }

  @Test
  void bytesStayWithinTheirBuffer() {
    Bytes bytes = Bytes.of(new byte[] {1, 2, 3});
    assertEquals(3, bytes.toArray().length);
    assertThrows(IndexOutOfBoundsException.class, () -> new Bytes(bytes.buffer(), 1, 3));
  }
}
