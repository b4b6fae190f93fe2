package io.machinenative.axiom.engine.workflow.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Principal.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunHistoryTest {
  @TempDir Path folder;

  private static Map<String, Object> run(int number, long elapsedMs) {
    return Map.of(
        "id",
        "run-" + number,
        "pipeline",
        "p",
        "outcome",
        "succeeded",
        "elapsedMs",
        elapsedMs,
        "stages",
        List.of(Map.of("name", "s", "elapsedMs", elapsedMs / 2)));
  }

  @Test
  void keepsTheLastThousandOverProcesses() throws Exception {
    Path file = folder.resolve("data/history.jsonl");
    RunHistory history = new RunHistory(Optional.of(file));
    for (int i = 0; i < 2 * RunHistory.KEPT + 5; i++) {
      history.add(run(i, i));
    }
    RunHistory again = new RunHistory(Optional.of(file));
    assertEquals(RunHistory.KEPT, again.last(5000, all -> true).size());
    assertEquals("run-2004", again.last(1, all -> true).getFirst().get("id"));
    assertTrue(again.find("run-1005").isPresent());
    assertTrue(again.find("run-1004").isEmpty());
    assertTrue(Files.readAllLines(file).size() <= 2 * RunHistory.KEPT);
  }

  @Test
  void aTornLineIsLeftOut() throws Exception {
    Path file = folder.resolve("history.jsonl");
    RunHistory history = new RunHistory(Optional.of(file));
    history.add(run(1, 10));
    Files.writeString(file, "{\"id\":\"run-2\",\"pipe", StandardOpenOption.APPEND);
    RunHistory again = new RunHistory(Optional.of(file));
    assertEquals(1, again.damagedLines());
    again.add(run(3, 10));
    RunHistory third = new RunHistory(Optional.of(file));
    assertEquals(0, third.damagedLines());
    assertEquals(2, third.last(10, all -> true).size());
  }

  /** Kind, name and issuer make a caller; kept and read again it is the same. */
  @Test
  void whoBeganARunIsKnownFromTheHistory() throws Exception {
    Path file = folder.resolve("owners.jsonl");
    RunHistory history = new RunHistory(Optional.of(file));
    Principal asked = caller(Kind.JWT, "ann", "https://one");
    Map<String, Object> form = new HashMap<>(run(1, 10));
    RunOwner.of(asked).writeTo(form);
    history.add(form);
    RunOwner kept = RunOwner.of(new RunHistory(Optional.of(file)).find("run-1").orElseThrow());
    assertEquals(RunOwner.of(asked), kept);
    for (Principal other :
        List.of(
            caller(Kind.JWT, "ann", "https://two"),
            caller(Kind.OTHER, "ann", "https://one"),
            caller(Kind.JWT, "ann of https://one", ""),
            Principal.ANONYMOUS)) {
      assertNotEquals(kept, RunOwner.of(other), other::toString);
    }
    assertEquals(RunOwner.of(Principal.ANONYMOUS), RunOwner.of(run(2, 10)));
  }

  private static Principal caller(Kind kind, String name, String issuer) {
    return new Principal(name, kind, issuer, Set.of(), Map.of());
  }

  @Test
  void theUsualTimeIsTheMedianOfEnoughRuns() throws Exception {
    RunHistory history = new RunHistory(Optional.empty());
    history.add(run(1, 100));
    history.add(run(2, 900));
    assertEquals(OptionalLong.empty(), history.usualNs("p"));
    history.add(run(3, 200));
    assertEquals(OptionalLong.of(200_000_000), history.usualNs("p"));
    assertEquals(100_000_000, history.usualNs("p", "s"));
  }
}
