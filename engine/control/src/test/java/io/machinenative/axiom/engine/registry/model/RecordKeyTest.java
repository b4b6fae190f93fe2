package io.machinenative.axiom.engine.registry.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordKeyTest {
  @Test
  void textsAreReadBack() {
    for (RecordKey key :
        List.of(
            RecordKey.of(Kind.TOOL, "core.echo", "1.0.0"),
            RecordKey.of(Kind.PLATFORM, "a", "0.0.0-rc.1+build.7"),
            RecordKey.service("payments-checkout-service-v2", "2.1.0", "10.0.0.7:7400"))) {
      assertEquals(key, RecordKey.parse(key.toString()));
    }
  }

  @Test
  void theLongestKeyFitsTheStore() {
    RecordKey key = RecordKey.service("a".repeat(253), "1.0.0-" + "b".repeat(58), "c".repeat(128));
    assertTrue(key.toString().length() <= 512, "length " + key.toString().length());
  }

  @Test
  void versionsOfANameAreOrderedByPrecedence() {
    RecordKey low = RecordKey.of(Kind.TOOL, "a", "1.9.0");
    RecordKey high = RecordKey.of(Kind.TOOL, "a", "1.10.0");
    assertTrue(low.compareTo(high) < 0);
    assertTrue(high.compareTo(RecordKey.of(Kind.TOOL, "b", "1.0.0")) < 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tool",
        "tool/a",
        "tool/@1.0.0",
        "tool/a@1",
        "TOOL/a@1.0.0",
        "tool/a@1.0.0/instance",
        "tool/../a@1.0.0",
        "tool/a/b@1.0.0",
        "service/a@1.0.0/",
        "service/a@1.0.0/x/y",
        "service/a@1.0.0/ x",
        "tool/a\u0000@1.0.0",
        "tool/\u0430@1.0.0",
        "tool/a\n@1.0.0"
      })
  void whatIsNoKeyIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> RecordKey.parse(text));
  }
}
