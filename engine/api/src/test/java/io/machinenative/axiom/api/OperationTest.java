package io.machinenative.axiom.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationTest {
  record Nothing() {}

  @Test
  void shapesSayWhichEndsAreConnected() {
    Operation filter =
        Operation.named("zstd.compress")
            .description("Compresses.")
            .filter(Nothing.class, (nothing, in, out, context) -> {});
    assertEquals("zstd.compress", filter.name());
    assertTrue(filter.shape().hasInput() && filter.shape().hasOutput());
    Operation task =
        Operation.named("backup.prune").task(Nothing.class, (nothing, in, out, context) -> {});
    assertFalse(task.shape().hasInput() || task.shape().hasOutput());
    assertEquals(Nothing.class, task.body().parameters());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "zstd", "Zstd.compress", "zstd.", "a.b.c", "zstd.compress\n"})
  void namesHaveTwoWords(String name) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Operation.named(name));
    assertTrue(e.getMessage().contains("'" + name + "'"), e::getMessage);
  }
}
