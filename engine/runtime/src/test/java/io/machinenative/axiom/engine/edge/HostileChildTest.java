package io.machinenative.axiom.engine.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upstream servers that are children, and no good ones: each harms itself alone. */
class HostileChildTest {
  private static GatewayRig rig;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    Path script = folder.resolve("child.sh");
    try (InputStream in = HostileChildTest.class.getResourceAsStream("hostile-child.sh")) {
      Files.copy(in, script);
    }
    StringJoiner upstreams = new StringJoiner(", ", "{", "}");
    for (String how : List.of("0", "1", "100", "101", "mute", "deaf")) {
      String times =
          switch (how) {
            case "0" -> "{silence: 300ms}";
            case "1", "100" -> "{}";
            default -> "{connect: 500ms}";
          };
      upstreams.add(
          "u%s: {command: %s, era: older, body: 64KiB, breaker: {failures: %d, pause: 1h}, timeouts: %s}"
              .formatted(
                  how,
                  Json.text(List.of("/bin/sh", script.toString(), how)),
                  how.equals("1") ? 1 : 1000,
                  times));
    }
    rig = new GatewayRig(upstreams.toString());
    rig.awaitUp("u100");
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static void awaitNote(String upstream, String text) {
    Await.until(
        () -> text + ": " + rig.upstream(upstream),
        () -> rig.upstream(upstream).toString().contains(text));
  }

  private static void awaitHello() {
    awaitHello("u100");
  }

  private static void awaitHello(String upstream) {
    Await.until(
        () -> "it is there again: " + rig.upstream(upstream),
        () -> rig.invoke(upstream + ".hello", "", "{}").status() == 200);
  }

  @Test
  void linesThatAreNoMessagesAreNotedAndTooManyEndIt() {
    assertTrue(rig.invoke("u100.hello", "", "{}").body().contains("hello"));
    awaitNote("u100", "prints what is no message");
    awaitNote("u101", "more than 100 times");
    assertTrue(rig.engine().info().health().ready(), "the others are served");
  }

  @Test
  void oneThatNeverGreetsIsGivenUpAndNamed() {
    for (String name : List.of("umute", "udeaf")) {
      Await.until(
          () -> "down: " + rig.upstream(name), () -> rig.upstream(name).state().equals("down"));
      List<String> degraded = rig.engine().info().health().degraded();
      assertTrue(degraded.toString().contains("upstream " + name), degraded::toString);
    }
  }

  @Test
  void aLineThatIsTooLongEndsItsChildAndANewOneServes() {
    awaitHello();
    RawHttp.Answer lost = rig.invoke("u100.long", "", "{}");
    assertTrue(lost.body().contains("longer than the 65536 bytes"), lost::body);
    awaitHello();
  }

  @Test
  void oneThatReadsNoMoreIsEndedWithAllThatItStartedAndStartedAgain() {
    awaitHello("u0");
    int connections = rig.upstream("u0").connections();
    String large = "{\"text\":\"" + "x".repeat(60_000) + "\"}"; // more than a pipe holds, twice
    RawHttp.Answer silent = rig.invoke("u0.doze", "", large);
    assertEquals(504, silent.status(), silent::body);
    assertTrue(silent.body().contains("sent nothing for too long"), silent::body);
    Await.until(
        () -> "started again: " + rig.upstream("u0"),
        () -> rig.upstream("u0").connections() > connections);
    awaitHello("u0");
    awaitNote("u0", "said nothing for 300ms, not even to a ping");
    Await.until("nothing is left of it", () -> sleepers() == 0);
  }

  private static long sleepers() {
    return ProcessHandle.current()
        .descendants()
        .filter(one -> one.info().commandLine().orElse("").endsWith("sleep 1001"))
        .count();
  }

  @Test
  void callsThatItLetsWaitInVainOpenTheBreaker() {
    awaitHello("u1");
    RawHttp.Answer late = rig.invoke("u1.nap", "Axiom-Timeout-Ms: 100\r\n", "{}");
    assertEquals(504, late.status(), late::body);
    Await.until(
        () -> "left alone: " + rig.upstream("u1"),
        () -> rig.invoke("u1.hello", "", "{}").body().contains("left alone"));
    assertEquals("open", rig.upstream("u1").breaker());
  }
}
