package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.ChildJvm;
import io.machinenative.axiom.engine.cli.Main;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upstream servers that are children: our own, and one of the official TypeScript SDK. */
class StdioUpstreamTest {
  @Test
  void aChildThatIsKilledComesBack() {
    List<String> command = ChildJvm.command(Main.class, List.of("mcp", "--stdio"));
    List<Long> before = ProcessHandle.current().children().map(ProcessHandle::pid).toList();
    try (GatewayRig rig = new GatewayRig("{child: {command: " + Json.text(command) + "}}")) {
      rig.awaitUp("child");
      assertEquals("2026-07-28", rig.upstream("child").revision());
      assertEquals(
          1, at(rig.call("child.core.echo", "{\"a\":1}"), "result", "structuredContent", "a"));
      ProcessHandle child =
          ProcessHandle.current()
              .children()
              .filter(one -> !before.contains(one.pid()))
              .findFirst()
              .orElseThrow();
      child.destroyForcibly();
      Await.until(
          () -> "started again: " + rig.engine().upstreams(),
          () ->
              rig.upstream("child").connections() > 1
                  && rig.invoke("child.core.echo", "", "{}").status() == 200);
      assertTrue(
          rig.upstream("child").notes().toString().contains("its program ended"),
          () -> rig.upstream("child").notes().toString());
    }
  }

  @Test
  void aServerOfTheTypeScriptSdkIsJoined(@TempDir Path folder)
      throws IOException, InterruptedException {
    String[] where =
        SampleScript.run("mcp-clients", List.of("--where"))
            .lines()
            .filter(line -> line.contains("\t"))
            .findFirst()
            .orElseThrow()
            .split("\t");
    Path script = folder.resolve("server.mjs");
    try (InputStream in = StdioUpstreamTest.class.getResourceAsStream("typescript-server.mjs")) {
      Files.copy(in, script);
    }
    List<String> command = List.of(where[0], script.toString(), where[1]);
    try (GatewayRig rig =
        new GatewayRig("{ts: {command: " + Json.text(command) + ", timeouts: {connect: 30s}}}")) {
      rig.awaitUp("ts");
      assertEquals("2025-11-25", rig.upstream("ts").revision());
      assertEquals("typescript 1.2.3", rig.upstream("ts").server());
      Map<?, ?> sum = rig.call("ts.add_numbers_exactly", "{\"a\":2,\"b\":3}");
      assertEquals(5, at(sum, "result", "structuredContent", "sum"), sum::toString);

      Map<?, ?> asked = rig.call("ts.ask", "{}");
      Map<?, ?> questions = (Map<?, ?>) at(asked, "result", "inputRequests");
      String responses =
          (",\"inputResponses\":{\"%s\":{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}},"
                  + "\"requestState\":\"%s\"")
              .formatted(questions.keySet().iterator().next(), at(asked, "result", "requestState"));
      assertEquals("accept: Ada", GatewayRig.text(rig.call("ts.ask", "{}", responses)));

      rig.call("ts.grow", "{}");
      Await.until(
          () -> "a tool that came later", () -> rig.invoke("ts.grown", "", "{}").status() == 200);
      assertTrue(rig.upstream("ts").notes().contains("ready"), "its error output is kept");
    }
  }
}
