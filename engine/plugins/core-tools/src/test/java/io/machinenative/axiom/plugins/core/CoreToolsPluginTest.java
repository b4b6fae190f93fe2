package io.machinenative.axiom.plugins.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.ToolFaces;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoreToolsPluginTest {
  @Test
  void listsItsToolsWithTheirModes() {
    assertEquals(
        List.of(
            "core.echo INLINE",
            "core.hash WORKER",
            "core.info WORKER",
            "core.json-query WORKER",
            "core.sleep BLOCKING"),
        CoreTools.all().stream().map(tool -> tool.name() + " " + tool.mode()).toList());
    assertEquals(ExecutionMode.INLINE, CoreTools.named("core.echo").mode());
  }

  @Test
  void describesEverything() {
    for (Tool tool : CoreTools.all()) {
      assertTrue(tool.description().length() > 40, tool.name());
      assertFalse(tool.title().equals(tool.name()), tool.name());
      assertTrue(tool.readOnly() && tool.idempotent(), tool.name());
      ToolFaces faces = ToolFaces.of(tool, CoreTools.MAX_REPLY_BYTES);
      requireDescriptions(faces.inputSchema(), tool.name());
      requireDescriptions(faces.outputSchema(), tool.name());
    }
  }

  @Test
  void asksToBeInitializedFirst() {
    assertThrows(IllegalStateException.class, () -> new CoreToolsPlugin().tools());
  }

  private static void requireDescriptions(String schema, String name) {
    Map<?, ?> root = (Map<?, ?>) Json.read(schema.getBytes(UTF_8));
    assertEquals("object", root.get("type"), name);
    assertTrue(root.containsKey("description"), name + " " + schema);
    if (root.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((property, definition) ->
          assertTrue(
              ((Map<?, ?>) definition).containsKey("description"), name + "." + property + schema));
    }
  }
}
