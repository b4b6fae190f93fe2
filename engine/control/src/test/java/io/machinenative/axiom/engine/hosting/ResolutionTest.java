package io.machinenative.axiom.engine.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.machinenative.axiom.engine.plugin.PluginException;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import io.machinenative.axiom.engine.registry.model.SemanticVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What fits starts in order; what does not is refused with the way that leads to it. */
class ResolutionTest {
  private static final SemanticVersion ENGINE = SemanticVersion.of("1.4.0-SNAPSHOT");

  /** {@code aaa 1.0.0 needs bbb ^1.2; soft ccc}, and more of the manifest after a bar. */
  private static PluginManifest manifest(String text) {
    String[] parts = text.split("\\|", 2);
    String[] words = parts[0].strip().split(" needs ", 2);
    StringBuilder needs = new StringBuilder();
    for (String need : words.length == 1 ? new String[0] : words[1].split(";")) {
      String[] of = need.strip().replace("soft ", "").split(" ", 2);
      needs.append("{id: ").append(of[0]);
      needs.append(of.length == 1 ? "" : ", range: '" + of[1] + "'");
      needs.append(need.contains("soft ") ? ", soft: true}, " : "}, ");
    }
    String[] name = words[0].split(" ");
    return PluginManifest.parse(
        "{id: %s, version: %s, tools: [], dependencies: [%s]%s}"
            .formatted(name[0], name[1], needs, parts.length == 1 ? "" : ", " + parts[1].strip()),
        text);
  }

  private static List<String> order(String... plugins) {
    Map<String, PluginManifest> byId = new HashMap<>();
    for (String text : plugins) {
      PluginManifest plugin = manifest(text);
      byId.put(plugin.id(), plugin);
    }
    return Resolution.order(byId, ENGINE);
  }

  @Test
  void startsAfterWhatItNeedsThenByPriorityThenById() {
    assertEquals(
        List.of("ccc", "bbb", "aaa"),
        order("aaa 1.0.0 needs bbb ^1.2", "bbb 1.3.0 needs soft ccc", "ccc 1.0.0"));
    assertEquals(
        List.of("ddd", "aaa", "bbb", "ccc"),
        order("ccc 1.0.0|priority: 90", "bbb 1.0.0", "aaa 1.0.0", "ddd 1.0.0|priority: 1"));
    assertEquals(List.of("aaa"), order("aaa 1.0.0 needs soft bbb ^9"), "a soft one may be away");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "aaa 1.0.0 needs bbb ^1.2 ! bbb 1.0.0 needs ccc ~2 ! plugin aaa 1.0.0 needs plugin bbb"
            + " ^1.2, it is 1.0.0",
        "aaa 1.0.0 needs bbb ! bbb 1.0.0 needs ccc ~2 ! plugin bbb 1.0.0 needs plugin ccc ~2,"
            + " which is not there (asked for by aaa 1.0.0 → bbb 1.0.0)",
        "aaa 1.0.0 needs bbb ^1 ! bbb 2.0.0 ! plugin aaa 1.0.0 needs plugin bbb ^1, it is 2.0.0",
        "aaa 1.0.0 needs bbb ! bbb 1.0.0 needs aaa ! plugins depend on one another in a circle: aaa"
            + " 1.0.0 → bbb 1.0.0 → aaa 1.0.0",
        "aaa 1.0.0 needs aaa ! bbb 1.0.0 ! plugins depend on one another in a circle: aaa 1.0.0 →"
            + " aaa 1.0.0",
        "aaa 1.0.0|engine: '>=2' ! bbb 1.0.0 ! plugin aaa 1.0.0 needs an engine >=2, this is 1.4.0",
        "aaa 1.0.0 needs bbb|requires: [b.api.Service] ! bbb 1.0.0|exports: [b.api.Other] ! plugin"
            + " aaa 1.0.0 requires the service b.api.Service, which none of the plugins that it"
            + " depends on exports: [bbb 1.0.0]"
      })
  void saysWhatDoesNotFit(String one, String other, String message) {
    assertEquals(
        message, assertThrows(PluginException.class, () -> order(one, other)).getMessage());
  }

  @Test
  void namesBothSidesOfAConflict() {
    assertEquals(
        "plugin aaa 1.0.0 needs plugin ccc ^1, it is 2.0.0; bbb 1.0.0 needs ^2",
        assertThrows(
                PluginException.class,
                () -> order("aaa 1.0.0 needs ccc ^1", "bbb 1.0.0 needs ccc ^2", "ccc 2.0.0"))
            .getMessage());
    assertEquals(
        "plugin aaa 1.0.0 depends on bbb 1.0.0 and ccc 1.0.0, which both export the package api",
        assertThrows(
                PluginException.class,
                () ->
                    order(
                        "aaa 1.0.0 needs bbb; ccc",
                        "bbb 1.0.0|exports: [api.One]",
                        "ccc 1.0.0|exports: [api.Two]"))
            .getMessage());
  }
}
