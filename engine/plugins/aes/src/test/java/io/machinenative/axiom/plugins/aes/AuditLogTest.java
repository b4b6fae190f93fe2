package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.natives.aes.AesKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line that is missing, changed or moved is noticed. */
class AuditLogTest {
  private static final InstantSource CLOCK = () -> Instant.ofEpochSecond(1_700_000_000);
  private static final String NO_ANCHOR = "";

  @TempDir private Path folder;
  private final AesKey key = AesKey.random(Containers.RANDOM);

  @AfterEach
  void closeKey() {
    key.close();
  }

  private AuditMark write(Path file, int lines) throws IOException {
    try (AuditLog log = AuditLog.open(file, key, AuditMark.NONE, CLOCK, SystemNanoClock.INSTANCE)) {
      for (int i = 0; i < lines; i++) {
        log.append(
            new AuditEntry("encrypt", "me \"quoted\"\n", "/a/ü" + i, "00ff", i, "ok", ""), true);
      }
      return log.durableMark();
    }
  }

  private AuditCheck check(Path file, AuditMark known) throws IOException {
    return AuditCheck.of(file, key, List.of(known), NO_ANCHOR);
  }

  @Test
  void findsEveryLineThatWasTouched() throws IOException {
    Path file = folder.resolve("audit.jsonl");
    write(file, 4);
    AuditMark mark = write(file, 4);
    assertEquals("", check(file, mark).fault());
    assertEquals(8, check(file, mark).lines());
    List<String> lines = Files.readAllLines(file);

    for (int i = 0; i < lines.size(); i++) {
      List<String> without = new ArrayList<>(lines);
      without.remove(i);
      requireFault(file, without, mark, "without line " + i);

      List<String> changed = new ArrayList<>(lines);
      changed.set(i, lines.get(i).replace("\"op\":\"encrypt\"", "\"op\":\"decrypt\""));
      requireFault(file, changed, mark, "changed line " + i);

      List<String> doubled = new ArrayList<>(lines);
      doubled.add(i, lines.get(i));
      requireFault(file, doubled, mark, "doubled line " + i);
    }
    List<String> swapped = new ArrayList<>(lines);
    Collections.swap(swapped, 2, 3);
    requireFault(file, swapped, mark, "swapped");
    requireFault(file, List.of(), mark, "emptied");
  }

  private void requireFault(Path file, List<String> lines, AuditMark mark, String what)
      throws IOException {
    Files.write(file, lines);
    assertTrue(!check(file, mark).fault().isEmpty(), what);
  }

  @Test
  void remembersThatItWasCutWhileItGrewOn() throws IOException {
    Path file = folder.resolve("audit.jsonl");
    AuditEntry entry = new AuditEntry("verify", "x", "y", "", 1, "ok", "");
    AuditMark floor = write(file, 6);
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, 3));
    try (AuditLog log = AuditLog.open(file, key, floor, CLOCK, SystemNanoClock.INSTANCE)) {
      for (int i = 0; i < 8; i++) {
        log.append(entry, true);
      }
      assertTrue(!AuditCheck.of(file, key, log.known(), NO_ANCHOR).fault().isEmpty());
      assertEquals(6, log.durableMark().lines(), "for the ring to remember");
    }
  }

  @Test
  void getsItsLineAlsoFromAThreadThatIsInterrupted() throws IOException {
    Path file = folder.resolve("audit.jsonl");
    try (AuditLog log = AuditLog.open(file, key, AuditMark.NONE, CLOCK, SystemNanoClock.INSTANCE)) {
      Thread.currentThread().interrupt();
      log.append(new AuditEntry("decrypt", "x", "y", "", 1, "failed", "cancelled"), true);
      assertTrue(Thread.interrupted(), "kept for later");
      assertEquals("", AuditCheck.of(file, key, log.known(), NO_ANCHOR).fault());
      assertEquals(1, log.durableMark().lines());
    }
  }

  @Test
  void removesWhatACrashHasCutAndGoesOn() throws IOException {
    Path file = folder.resolve("audit.jsonl");
    write(file, 3);
    byte[] torn = "{\"seq\":4,\"prev\":\"00".getBytes(UTF_8);
    Files.write(file, torn, StandardOpenOption.APPEND);
    AuditMark mark = write(file, 2);

    assertEquals(5, mark.lines());
    assertEquals("", check(file, mark).fault());
  }

  @Test
  void isWrittenByTwoAtOnceAndAnchored() throws IOException {
    Path file = folder.resolve("audit.jsonl");
    AuditEntry entry = new AuditEntry("verify", "x", "y", "", 1, "ok", "why");
    try (AuditLog mine = AuditLog.open(file, key, AuditMark.NONE, CLOCK, SystemNanoClock.INSTANCE);
        AuditLog theirs =
            AuditLog.open(file, key, AuditMark.NONE, CLOCK, SystemNanoClock.INSTANCE)) {
      for (int i = 0; i < 5; i++) {
        mine.append(entry, false);
        theirs.append(entry, true);
      }
    }
    AuditCheck all = check(file, AuditMark.NONE);
    assertEquals("", all.fault());
    assertEquals(10, all.lines());
    assertEquals(10, AuditCheck.of(file, key, List.of(), all.lastChain()).anchorLine());
    assertTrue(AuditCheck.of(file, key, List.of(), "0".repeat(64)).fault().contains("chain value"));
  }
}
