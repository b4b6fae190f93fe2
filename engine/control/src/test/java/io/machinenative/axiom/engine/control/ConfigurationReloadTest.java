package io.machinenative.axiom.engine.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.config.ConfigFile;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.pipeline.PolicySnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration file that changes while a server runs: all of it counts, or nothing. */
class ConfigurationReloadTest {
  private static final String STARTED = "name: billing\nlimits:\n  sessions: 10\n";

  @TempDir Path folder;

  private final List<String> log = new ArrayList<>();
  private Path file;
  private Policy policy;
  private PolicySnapshot first;
  private ConfigurationReload reload;

  @BeforeEach
  void start() throws IOException {
    file = Files.writeString(folder.resolve("axiom.yaml"), STARTED);
    ConfigFile started = ConfigReader.file(file);
    policy = new Policy(started.config().limits(), Access.open());
    first = policy.snapshot();
    reload =
        new ConfigurationReload(file, started, policy, config -> locked(), config -> {}, log::add);
  }

  /** Another one than before. */
  private static Access locked() {
    return Access.open();
  }

  private void change(String text) throws IOException {
    Files.writeString(file, text);
    reload.look();
    reload.look();
  }

  @Test
  void whatMayChangeDoes() throws IOException {
    change(
        "name: billing\nauth:\n  token: very-secret\nlimits:\n  sessions: 3\n  heartbeat: 500ms\n");
    PolicySnapshot now = policy.snapshot();
    assertEquals(first.epoch() + 1, now.epoch(), "one change of all");
    assertEquals(3, now.limits().maxSessions());
    assertEquals(TimeUnit.MILLISECONDS.toNanos(500), now.limits().heartbeatIntervalNs());
    assertNotSame(first.identity(), now.identity());
    assertSame(first.guard(), now.guard());
    assertEquals(
        List.of(
            "configuration: auth.token: changed",
            "configuration: limits.sessions: 10 -> 3",
            "configuration: limits.heartbeat: 2s -> 500ms"),
        log);
    change(STARTED);
    assertEquals(10, policy.snapshot().limits().maxSessions(), "and back");
  }

  @Test
  void whatMayNotChangeRefusesAllOfIt() throws IOException {
    change("name: other\nlimits:\n  sessions: 3\n  slots: 64\n");
    assertSame(first, policy.snapshot());
    assertEquals(1, log.size());
    assertTrue(log.getFirst().contains("refused") && log.getFirst().contains("name, limits.slots"));
    change(STARTED + "# in order again\n");
    assertEquals(1, log.size(), "nothing changed: " + log);
  }

  @Test
  void whatIsWrongRefusesAllOfItOnce() throws IOException {
    for (String wrong :
        List.of(
            "limits: {sessions: many}",
            "limits: {sessions: 3",
            "limits: {sessions: 0}",
            "limits: {session: 3}")) {
      log.clear();
      change(wrong);
      reload.look();
      assertSame(first, policy.snapshot(), wrong);
      assertEquals(1, log.size(), wrong + ": " + log);
    }
    log.clear();
    Files.delete(file);
    reload.look();
    reload.look();
    reload.look();
    assertSame(first, policy.snapshot());
    assertEquals(1, log.size(), "a file that is gone: " + log);
  }

  @Test
  void aFileThatIsBeingWrittenIsNotReadYet() throws IOException {
    Files.writeString(file, "name: billing\n");
    reload.look();
    Files.writeString(file, "name: billing\nlimits:\n  sessions: 7\n");
    reload.look();
    assertSame(first, policy.snapshot());
    reload.look();
    assertNotSame(first, policy.snapshot());
    assertEquals(7, policy.snapshot().limits().maxSessions());
  }
}
