package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.engine.ChildJvm;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.cli.Main;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Clients that others wrote, and ours, call one tool and get the same. */
class ForeignClientsTest {
  private static final String TOOL = "core.echo";
  private static final String ARGUMENTS =
      "{\"text\":\"gr\u00fc\u00df \\\"\\\\\",\"list\":[1,2.5,null,{}]}";

  @Test
  void everyClientGetsWhatOursGets() throws IOException, InterruptedException {
    try (Engine engine =
        Engine.builder()
            .plugin(new CoreToolsPlugin())
            .listen("http://127.0.0.1:0")
            .listen("tcp://127.0.0.1:0")
            .start()) {
      Map<?, ?> expected;
      try (AxiomClient ours = AxiomClient.builder().at(address(engine, "tcp:")).connect()) {
        expected = json(ours.callJson(TOOL, ARGUMENTS));
      }
      List<String> arguments =
          new ArrayList<>(List.of(address(engine, "http:") + "/mcp", TOOL, ARGUMENTS));
      arguments.addAll(ChildJvm.command(Main.class, List.of("mcp", "--stdio")));
      Map<String, Object> answers = new TreeMap<>();
      SampleScript.run("mcp-clients", arguments)
          .lines()
          .filter(line -> line.contains("\t")) // npm may say something before
          .map(line -> line.split("\t"))
          .forEach(line -> answers.put(line[0], json(line[1])));
      answers.forEach((client, answer) -> assertEquals(expected, answer, client));
      assertEquals(9, answers.size(), answers::toString);
      assertEquals(List.of(), engine.errors());
    }
  }

  private static String address(Engine engine, String scheme) {
    return engine.addresses().stream()
        .filter(address -> address.startsWith(scheme))
        .findFirst()
        .orElseThrow();
  }
}
