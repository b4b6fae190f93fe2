package io.machinenative.axiom.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NativesCommandTest {
  @Test
  void namesEveryLibraryWithItsStateAndWhichOneIsUsed() {
    CommandRun run = CommandRun.of("natives", "--no-speed", "--json");
    assertEquals(ExitCode.OK, run.exitCode(), run::toString);
    Map<?, ?> answer = (Map<?, ?>) Json.read(run.out());
    List<?> libraries = (List<?>) answer.get("libraries");
    assertEquals(
        List.of("zstd", "ipsec-mb", "libcrypto", "jce", "argon2", "libc"),
        libraries.stream().map(row -> ((Map<?, ?>) row).get("library")).toList());
    long usedForAes =
        libraries.stream()
            .map(row -> (Map<?, ?>) row)
            .filter(row -> row.get("purpose").equals("AES-256-GCM"))
            .filter(row -> row.get("used").equals(true))
            .count();
    assertEquals(1, usedForAes);
    CommandRun text = CommandRun.of("natives", "--no-speed");
    assertTrue(text.out().startsWith("CPU: "), text::out);
    assertTrue(text.out().contains("used     compression          zstd"), text::out);
  }

  @Test
  void showsHowFastEachIs() {
    CommandRun run = CommandRun.of("natives", "--json");
    Map<?, ?> zstd =
        (Map<?, ?>) ((List<?>) ((Map<?, ?>) Json.read(run.out())).get("libraries")).getFirst();
    Map<?, ?> speed = (Map<?, ?>) zstd.get("mb_per_s");
    assertTrue(((Number) speed.get("decompress")).doubleValue() > 1, run::out);
  }
}
