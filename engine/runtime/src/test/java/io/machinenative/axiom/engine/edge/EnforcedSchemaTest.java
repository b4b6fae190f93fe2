package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.fields;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static io.machinenative.axiom.engine.edge.EdgeRig.stateless;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.Engine;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A raw face that leaves its schemas to the engine, and one that does not. */
class EnforcedSchemaTest {
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"maximum\":9}},"
          + "\"required\":[\"n\"]}";
  private static final String OUTPUT =
      "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"maximum\":5}}}";

  /** Answers with what it is given. */
  private static Tool.Builder echo(String name) {
    return Tool.named(name)
        .raw(
            ContentType.JSON,
            call ->
                call.reply(ContentType.JSON, call.payloadLength())
                    .putBytes(
                        call.replyOffset(),
                        call.payload(),
                        call.payloadOffset(),
                        call.payloadLength()))
        .schemas(SCHEMA, OUTPUT);
  }

  private static Map<?, ?> call(Engine engine, String tool, String arguments) {
    try (RawHttp http = new RawHttp(engine.addresses().getFirst())) {
      String params = "\"name\":\"" + tool + "\",\"arguments\":" + arguments;
      String body = stateless("1", "tools/call", params);
      return json(http.post("/mcp", fields("tools/call", tool), body).read().body());
    }
  }

  @Test
  void whatDoesNotFitNeitherComesInNorGoesOut() {
    try (Engine engine =
        Engine.builder()
            .tool(echo("test.strict").enforceSchemas().build())
            .tool(echo("test.inline").enforceSchemas().inline().build())
            .tool(echo("test.free").build())
            .listen("http://127.0.0.1:0")
            .start()) {
      for (String tool : new String[] {"test.strict", "test.inline"}) {
        Map<?, ?> right = call(engine, tool, "{\"n\":3}");
        assertEquals(3, at(right, "result", "structuredContent", "n"), right::toString);
        Map<?, ?> refused = call(engine, tool, "{\"n\":\"x\"}");
        assertEquals(true, at(refused, "result", "isError"), refused::toString);
        String why = at(refused, "result", "content", 0, "text").toString();
        assertTrue(why.contains("/n: expected"), why);
        Map<?, ?> lied = call(engine, tool, "{\"n\":7}");
        assertFalse(lied.toString().contains("structuredContent"), lied::toString);
      }
      assertTrue(
          engine.errors().getFirst().stack().contains("what its output schema does not allow"));
      Map<?, ?> free = call(engine, "test.free", "{\"n\":\"x\"}");
      assertEquals("x", at(free, "result", "structuredContent", "n"), "it looks itself");
    }
  }
}
