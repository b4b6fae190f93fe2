package io.machinenative.axiom.engine.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.cli.CommandRun;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An upstream that hangs, lies and floods: each has its answer, and costs nobody else anything. */
class HostileUpstreamTest {
  private static HostileServer server;
  private static GatewayRig gateway;

  @BeforeAll
  static void start() {
    server = new HostileServer();
    gateway = join("breaker: {failures: 1000}, timeouts: {silence: 500ms, call: 1s}");
  }

  private static GatewayRig join(String more) {
    GatewayRig rig =
        new GatewayRig(
            "{bad: {url: '%s', body: 64KiB, %s}, missing: {command: [/nonexistent/server]}}"
                .formatted(server.url(), more));
    rig.awaitUp("bad");
    return rig;
  }

  @AfterAll
  static void stop() {
    gateway.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hang     | 504 | sent nothing for too long",
        "garbage  | 422 | no message",
        "huge     | 422 | longer than the 65536 bytes",
        "deep     | 422 | no message",
        "lie      | 422 | /n: expected integer",
        "slow     | 422 | output schema does not allow",
        "nothing  | 422 | without one",
        "redirect | 422 | redirects to http://169.254.169.254/latest",
        "flood    | 504 | longest time of a call",
      })
  void whatItDoesWrongIsNamed(String tool, int status, String why) {
    RawHttp.Answer answer = gateway.invoke("bad." + tool, "", "{}");
    assertEquals(status, answer.status(), answer::body);
    assertTrue(answer.body().contains("upstream bad"), answer::body);
    assertTrue(answer.body().contains(why), answer::body);
  }

  @Test
  void whatIsNoToolIsLeftOutAndNamed() {
    String notes = String.join("\n", gateway.upstream("bad").notes());
    assertTrue(notes.contains("tool hang is left out: there is another one"), notes);
    assertTrue(notes.contains("tool wrong-schema is left out"), notes);
    assertTrue(notes.contains("tool deep-schema is left out"), notes);
    assertTrue(notes.contains("tool far-schema is left out"), notes);
    assertTrue(notes.contains("tool bad-header is left out: x-mcp-header"), notes);
    assertEquals(11, gateway.upstream("bad").tools());
  }

  @Test
  void aServerThatCannotBeStartedHarmsNobody() {
    Await.until("tried", () -> gateway.upstream("missing").state().equals("down"));
    List<String> degraded = gateway.engine().info().health().degraded();
    assertTrue(
        degraded.toString().contains("upstream missing cannot be started"), degraded::toString);
    assertTrue(gateway.engine().info().health().ready());
  }

  @Test
  void theCommandShowsThem() {
    Await.until("tried", () -> gateway.upstream("missing").state().equals("down"));
    CommandRun list = gateway.command("upstream", "list");
    assertEquals(0, list.exitCode(), list::toString);
    List<String> lines = list.out().lines().toList();
    assertTrue(lines.get(0).matches("bad +up +2025-06-18 +11 tools .*"), list::out);
    assertTrue(lines.get(1).matches("missing +down .*cannot be started.*"), list::out);
    Map<?, ?> json = EdgeRig.json(gateway.command("upstream", "list", "--json").out());
    assertEquals(2, ((List<?>) json.get("upstreams")).size());
    CommandRun one = gateway.command("upstream", "show", "bad");
    assertEquals("hostile 0", EdgeRig.json(one.out()).get("server"), one::out);
    CommandRun none = gateway.command("upstream", "show", "good");
    assertEquals(1, none.exitCode());
    assertTrue(none.err().contains("there is no upstream good"), none::err);
  }

  @Test
  void aForgottenSessionIsRenewedUnseen() {
    try (HostileServer forgetful = new HostileServer();
        GatewayRig rig = new GatewayRig("{f: {url: '" + forgetful.url() + "'}}")) {
      rig.awaitUp("f");
      assertEquals(1, forgetful.sessions());
      assertEquals("again", GatewayRig.text(rig.call("f.forget", "{}")));
      assertEquals(2, forgetful.sessions());
    }
  }

  @Test
  void theBreakerOpensAndOneCallTries() {
    try (HostileServer hanging = new HostileServer();
        GatewayRig rig =
            new GatewayRig(
                ("{h: {url: '%s', timeouts: {silence: 100ms},"
                        + " breaker: {failures: 2, pause: 200ms}}}")
                    .formatted(hanging.url()))) {
      rig.awaitUp("h");
      assertEquals(504, rig.invoke("h.hang", "", "{}").status());
      assertEquals(504, rig.invoke("h.hang", "", "{}").status());
      Await.until(
          () -> "left alone", () -> rig.invoke("h.hang", "", "{}").body().contains("left alone"));
      assertTrue(rig.upstream("h").refusals() > 0);
      hanging.hangs = false;
      Await.until(() -> "tried and closed", () -> rig.invoke("h.hang", "", "{}").status() == 200);
      assertEquals("closed", rig.upstream("h").breaker());
    }
  }

  @Test
  void noMoreCallsGoThereThanItMayHave() {
    try (HostileServer hanging = new HostileServer();
        GatewayRig rig = new GatewayRig("{h: {url: '" + hanging.url() + "', concurrency: 1}}");
        RawHttp waiting = rig.connect()) {
      rig.awaitUp("h");
      waiting.post("/v1/tools/h.hang:invoke", "", "{}");
      Await.until("in flight", () -> rig.upstream("h").inFlight() == 1);
      RawHttp.Answer refused = rig.invoke("h.hang", "", "{}");
      assertEquals(503, refused.status(), refused::body);
      assertTrue(refused.body().contains("1 calls in flight"), refused::body);
    }
  }
}
