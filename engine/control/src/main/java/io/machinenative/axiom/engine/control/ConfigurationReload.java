package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.engine.config.ConfigException;
import io.machinenative.axiom.engine.config.ConfigFile;
import io.machinenative.axiom.engine.config.ConfigFile.Change;
import io.machinenative.axiom.engine.config.ConfigKey;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.config.EngineConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Follows a configuration file while a server runs: a changed one is read, checked as a whole, and
 * becomes the policy in force, or is refused as a whole, and the one before stays. What was done is
 * told in words, secrets left out.
 *
 * <p>A file counts once it has not changed between two looks, so that none is read that is half
 * written. Owned by the conductor.
 */
public final class ConfigurationReload {
  /** So often the conductor looks. */
  public static final long PERIOD_NS = 500_000_000L;

  private final Path file;
  private final Policy policy;
  private final Function<EngineConfig, Access> accesses;
  private final Consumer<EngineConfig> others;
  private final Consumer<String> log;
  private ConfigFile current;
  private String seen;
  private String judged;

  /**
   * @param started what the file held as the server was started with it
   * @param accesses who comes in and what it may, by a configuration
   * @param others is given each configuration that came into force, for what is not policy; does
   *     not wait
   * @param log is told what was done
   */
  public ConfigurationReload(
      Path file,
      ConfigFile started,
      Policy policy,
      Function<EngineConfig, Access> accesses,
      Consumer<EngineConfig> others,
      Consumer<String> log) {
    this.file = file;
    this.policy = policy;
    this.accesses = accesses;
    this.others = others;
    this.log = log;
    current = started;
    seen = started.text();
    judged = started.text();
  }

  /** Looks at the file. */
  public void look() {
    String text = textNow();
    boolean settled = text.equals(seen);
    seen = text;
    if (settled && !text.equals(judged)) {
      judged = text;
      judge(text);
    }
  }

  /** A file that is not there, or cannot be read, is as if it said why. */
  private String textNow() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "unreadable: " + e;
    }
  }

  private void judge(String text) {
    ConfigFile next;
    try {
      next = ConfigReader.file(text, file.toString());
    } catch (ConfigException e) {
      refuse(e.getMessage());
      return;
    }
    List<Change> changes = current.changesTo(next);
    List<String> fixed =
        changes.stream()
            .map(Change::key)
            .filter(key -> !key.isReloadable())
            .map(ConfigKey::path)
            .toList();
    if (!fixed.isEmpty()) {
      refuse(
          "a running server cannot change " + String.join(", ", fixed) + "; restart it for that");
    } else {
      apply(next, changes);
    }
  }

  private void apply(ConfigFile next, List<Change> changes) {
    boolean other = changes.stream().anyMatch(change -> change.key().isOfAccess());
    try {
      policy.replace(
          next.config().limits(), other ? accesses.apply(next.config()) : policy.access());
    } catch (IllegalArgumentException | ConfigException e) {
      refuse(e.getMessage());
      return;
    }
    current = next;
    others.accept(next.config());
    for (Change change : changes) {
      log.accept("configuration: " + change);
    }
  }

  private void refuse(String why) {
    log.accept("configuration refused, the one before stays: " + why);
  }
}
