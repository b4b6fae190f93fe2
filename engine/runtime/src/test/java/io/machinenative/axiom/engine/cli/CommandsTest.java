package io.machinenative.axiom.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands end with the documented exit codes, and what is wrong is said in a line. */
class CommandsTest {
  @TempDir private Path folder;

  private static void assertSays(int exitCode, String part, CommandRun run) {
    assertEquals(exitCode, run.exitCode(), run::toString);
    assertTrue(run.err().contains(part), run::toString);
    assertFalse(run.err().contains("\tat "), () -> "expected no stack, got " + run);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("axiom.yaml"), text);
  }

  @Test
  void serveRefusesWrongSettings() throws IOException {
    String workers = file("workers: 0").toString();
    assertSays(ExitCode.USAGE, "workers: expected 1", CommandRun.of("serve", "--config", workers));
    String key = file("limit: 1").toString();
    assertSays(ExitCode.USAGE, "no key limit", CommandRun.of("serve", "--config", key));
    assertSays(ExitCode.USAGE, "got 'bogus'", CommandRun.of("serve", "--listen", "bogus"));
  }

  @Test
  void serveSaysWhatItCannotOpen() throws IOException {
    String notAFolder = file("").toString();
    assertSays(
        ExitCode.FAILED,
        notAFolder + "/registry cannot be written",
        CommandRun.of("serve", "--listen", "inproc:", "--data", notAFolder));
  }

  @Test
  void callSaysWhyItFailed() {
    assertSays(
        ExitCode.FAILED, "UNKNOWN_TOOL", CommandRun.of("call", "core.no", "--at", "inproc:"));
    assertSays(ExitCode.USAGE, "--at: ", CommandRun.of("call", "core.echo", "--at", "bogus:1"));
    assertSays(
        ExitCode.NOT_CONNECTED,
        "NOT_CONNECTED",
        CommandRun.of("call", "core.echo", "--at", "tcp://127.0.0.1:1", "--connect-timeout", "1s"));
  }

  @Test
  void doctorPrintsOneLineForEachFindingAndOneObjectOfJson() {
    CommandRun text = CommandRun.of("doctor");
    assertTrue(text.exitCode() == ExitCode.OK || text.exitCode() == ExitCode.FAILED, text::err);
    assertTrue(text.out().contains("JDK"), text::out);

    CommandRun json = CommandRun.of("doctor", "--json");
    assertEquals(1, json.out().lines().count(), json::out);
    Map<?, ?> answer = (Map<?, ?>) Json.read(json.out());
    assertEquals(json.exitCode() == ExitCode.OK, answer.get("problems").equals(0), json::out);
    assertTrue(answer.get("findings") instanceof List<?> findings && findings.size() >= 18);
  }
}
