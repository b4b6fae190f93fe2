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
    for (String how : List.of("0", "100", "101", "mute", "deaf")) {
      String times =
          how.equals("0") ? "{silence: 300ms}" : how.equals("100") ? "{}" : "{connect: 500ms}";
      upstreams.add(
          "u%s: {command: %s, era: older, body: 64KiB, breaker: {failures: 1000}, timeouts: %s}"
              .formatted(how, Json.text(List.of("/bin/sh", script.toString(), how)), times));
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
        () -> rig.upstream(upstream).toString().contains(text),
        Thread::onSpinWait);
  }

  private static void awaitHello() {
    Await.until(
        () -> "it is there again: " + rig.upstream("u100"),
        () -> rig.invoke("u100.hello", "", "{}").status() == 200,
        Thread::onSpinWait);
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
          () -> "down: " + rig.upstream(name),
          () -> rig.upstream(name).state().equals("down"),
          Thread::onSpinWait);
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
  void oneThatReadsNoMoreKeepsNobodyWaiting() {
    rig.awaitUp("u0");
    String large = "{\"text\":\"" + "x".repeat(60_000) + "\"}"; // more than a pipe holds, twice
    for (int i = 0; i < 3; i++) {
      RawHttp.Answer silent = rig.invoke("u0.doze", "", large);
      assertEquals(504, silent.status(), silent::body);
      assertTrue(silent.body().contains("sent nothing for too long"), silent::body);
    }
  }
}
