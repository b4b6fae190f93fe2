package io.machinenative.axiom.plugins.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.json.GuardedCall;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.ToolFaces;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InfoToolTest {
  @Test
  void tellsWhatTheEngineAndTheJvmSay() throws Exception {
    GuardedCall call = GuardedCall.json("{}").run(CoreTools.handler("core.info", ContentType.JSON));
    Map<?, ?> info = (Map<?, ?>) Json.read(call.reply());

    assertEquals("here", info.get("serverName"));
    assertEquals("ready", info.get("phase"));
    assertEquals(true, info.get("ready"));
    assertEquals(List.of(), info.get("reasons"));
    assertEquals(5000, info.get("uptimeMillis"));
    assertEquals(List.of("tcp://127.0.0.1:1", "inproc:here"), info.get("addresses"));
    assertEquals(Map.of("calls", 11, "calls-now", 1), info.get("counters"));
    assertEquals(ProcessHandle.current().pid(), ((Number) info.get("pid")).longValue());
    assertTrue(((Number) ((Map<?, ?>) info.get("heap")).get("maxBytes")).longValue() > 0);
    String schema =
        ToolFaces.of(CoreTools.named("core.info"), CoreTools.MAX_REPLY_BYTES).outputSchema();
    assertEquals(List.of(), Json.validate(schema, call.reply()));
  }

  @Test
  void takesNoArguments() throws Exception {
    GuardedCall.requireStatus(
        Status.INVALID_ARGUMENT,
        GuardedCall.json("{\"x\":1}").refusal(CoreTools.handler("core.info", ContentType.JSON)));
  }
}
