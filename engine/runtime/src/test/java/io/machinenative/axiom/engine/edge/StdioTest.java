package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.edge.mcp.StdioPipe;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import io.machinenative.axiom.samples.conformance.ConformancePlugin;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** MCP over two streams: concurrent calls, cancellation, lines that are no messages. */
class StdioTest {
  private static String call(int id, String tool) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\"}}"
        .formatted(id, tool);
  }

  @Test
  void callsRunAtOnceAndTheEndWaitsForThem() throws IOException, InterruptedException {
    CountDownLatch second = new CountDownLatch(1);
    Tool first =
        Tool.named("test.first")
            .blocking()
            .raw(
                ContentType.JSON,
                invocation -> {
                  second.await(); // it ends only if the call behind it runs meanwhile
                })
            .build();
    Tool other =
        Tool.named("test.second").raw(ContentType.JSON, invocation -> second.countDown()).build();
    Tool endless =
        Tool.named("test.endless")
            .blocking()
            .raw(ContentType.JSON, invocation -> new CountDownLatch(1).await())
            .build();
    String input =
        String.join(
            "\n",
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
                + "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{}}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
            call(3, "test.endless"),
            call(1, "test.first"),
            "  ",
            "no message",
            call(2, "test.second"),
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":"
                + "{\"requestId\":3}}",
            EdgeRig.stateless("4", "server/discover", ""));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StdioPipe pipe =
        new StdioPipe(new ByteArrayInputStream(input.getBytes(UTF_8)), out, EdgeRig.BODY_BYTES);
    try (Engine engine =
        Engine.builder()
            .plugin(new CoreToolsPlugin())
            .tool(first)
            .tool(other)
            .tool(endless)
            .stdio(pipe)
            .start()) {
      assertEquals(List.of("stdio:"), engine.addresses());
      pipe.readAll();
      pipe.awaitEnd();
    }
    List<String> lines = out.toString(UTF_8).lines().toList();
    Map<Object, Map<?, ?>> byId =
        lines.stream()
            .map(EdgeRig::json)
            .collect(Collectors.toMap(message -> String.valueOf(message.get("id")), m -> m));
    assertEquals(5, lines.size(), "a cancelled call has no answer: " + lines);
    assertEquals("2025-06-18", at(byId.get("0"), "result", "protocolVersion"));
    assertEquals(false, at(byId.get("1"), "result", "isError"));
    assertEquals(false, at(byId.get("2"), "result", "isError"));
    assertEquals(-32700, at(byId.get("null"), "error", "code"));
    assertEquals("complete", at(byId.get("4"), "result", "resultType"));
    assertEquals(json(lines.getFirst()), byId.get("0"));
  }

  @Test
  @Timeout(60)
  void aSessionIsAskedAndToldOfChanges() throws IOException, InterruptedException {
    PipedOutputStream toServer = new PipedOutputStream();
    PipedOutputStream fromServer = new PipedOutputStream();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(new PipedInputStream(fromServer), UTF_8));
    StdioPipe pipe = new StdioPipe(new PipedInputStream(toServer), fromServer, EdgeRig.BODY_BYTES);
    try (Engine engine = Engine.builder().plugin(new ConformancePlugin()).stdio(pipe).start();
        PrintStream in = new PrintStream(toServer, true, UTF_8)) {
      Thread reading = Thread.ofPlatform().start(() -> readAll(pipe));
      engine.add(List.of(plain("test.early"))).join();
      in.println(
          OlderClient.message(
              "0",
              "initialize",
              "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"elicitation\":{}}}"));
      assertEquals(
          0, json(out.readLine()).get("id"), "nothing is told before the session is there");
      in.println(call(1, "test_elicitation_sep1034_defaults"));
      Map<?, ?> question = json(out.readLine());
      assertEquals("elicitation/create", question.get("method"));
      in.println(
          "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"result\":{\"action\":\"decline\"}}"
              .formatted(question.get("id")));
      Object said = at(json(out.readLine()), "result", "content", 0, "text");
      assertTrue(said.toString().contains("action=decline"), said::toString);
      in.println(
          OlderClient.message("2", "resources/subscribe", "{\"uri\":\"test://watched-resource\"}"));
      assertEquals(Map.of(), json(out.readLine()).get("result"));
      in.println(call(3, "test_trigger_resource_update"));
      Map<Object, Object> heard = new HashMap<>();
      for (int i = 0; i < 2; i++) { // the announcement and the answer come in any order
        Map<?, ?> message = json(out.readLine());
        heard.put(message.get("id"), message.get("method"));
      }
      assertEquals("notifications/resources/updated", heard.get(null), heard::toString);
      assertTrue(heard.containsKey(3), heard::toString);
      engine.add(List.of(plain("test.late"))).join();
      assertEquals("notifications/tools/list_changed", json(out.readLine()).get("method"));
      in.close();
      reading.join();
      pipe.awaitEnd();
    }
  }

  private static Tool plain(String name) {
    return Tool.named(name).raw(ContentType.JSON, call -> {}).build();
  }

  private static void readAll(StdioPipe pipe) {
    try {
      pipe.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theEndWaitsForATaskThatIsBeingWritten(@TempDir Path data)
      throws IOException, InterruptedException {
    String task =
        EdgeRig.stateless("1", "tools/call", "\"name\":\"failing_job\",\"arguments\":{}")
            .replace("\"elicitation\":{}", "\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}");
    String listen =
        EdgeRig.stateless(
            "2", "subscriptions/listen", "\"notifications\":{\"toolsListChanged\":true}");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String input = listen + "\n" + task + "\n";
    StdioPipe pipe =
        new StdioPipe(new ByteArrayInputStream(input.getBytes(UTF_8)), out, EdgeRig.BODY_BYTES);
    try (Engine engine =
        Engine.builder().dataDirectory(data).plugin(new ConformancePlugin()).stdio(pipe).start()) {
      pipe.readAll();
      pipe.awaitEnd();
      assertEquals(1, engine.addresses().size());
      assertEquals(
          "task",
          out.toString(UTF_8)
              .lines()
              .map(EdgeRig::json)
              .filter(message -> Integer.valueOf(1).equals(message.get("id")))
              .map(message -> at(message, "result", "resultType"))
              .findFirst()
              .orElse("no answer"));
    }
  }
}
