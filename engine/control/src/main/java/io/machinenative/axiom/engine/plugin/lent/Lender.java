package io.machinenative.axiom.engine.plugin.lent;

import io.machinenative.axiom.api.Announcements;
import io.machinenative.axiom.api.EngineInfo;
import io.machinenative.axiom.api.PluginConfiguration;
import io.machinenative.axiom.api.SecretProvider;
import io.machinenative.axiom.engine.base.RollingFile;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/** What an engine has to lend to its plugins, and their logs. Any thread. */
public final class Lender {
  private static final long MOST_LOG_BYTES = 1L << 20;

  private final EngineInfo engine;
  private final InstantSource clock;
  private final NanoClock nanoClock;
  private final ThreadFactory threads;
  private final SecretProvider secrets;
  private final Supplier<Path> dataFolders;
  private final Optional<Path> logFolder;
  private final Announcements announcements;
  private final BiConsumer<String, PluginLog.Entry> onEntry;
  private final ErrorHandler errors;
  private final ConcurrentHashMap<String, PluginLog> logs = new ConcurrentHashMap<>();

  /**
   * @param threads makes daemons
   * @param dataFolders where plugins' own folders are, asked when the first one is
   * @param logFolder for their logs; empty: these are kept in memory alone
   * @param errors is told when a log cannot be written
   */
  public Lender(
      EngineInfo engine,
      InstantSource clock,
      NanoClock nanoClock,
      ThreadFactory threads,
      SecretProvider secrets,
      Supplier<Path> dataFolders,
      Optional<Path> logFolder,
      ErrorHandler errors) {
    this(
        engine,
        clock,
        nanoClock,
        threads,
        secrets,
        dataFolders,
        logFolder,
        Announcements.NONE,
        (plugin, entry) -> {},
        errors);
  }

  /**
   * @param announcements where plugins tell clients what changed
   * @param onEntry is told, by the thread that logs, what each plugin logs
   */
  public Lender(
      EngineInfo engine,
      InstantSource clock,
      NanoClock nanoClock,
      ThreadFactory threads,
      SecretProvider secrets,
      Supplier<Path> dataFolders,
      Optional<Path> logFolder,
      Announcements announcements,
      BiConsumer<String, PluginLog.Entry> onEntry,
      ErrorHandler errors) {
    this.announcements = announcements;
    this.engine = engine;
    this.clock = clock;
    this.nanoClock = nanoClock;
    this.threads = threads;
    this.secrets = secrets;
    this.dataFolders = dataFolders;
    this.logFolder = logFolder;
    this.onEntry = onEntry;
    this.errors = errors;
  }

  /**
   * Lends to a version of a plugin, until {@link LentContext#takeBack}.
   *
   * @param services of the plugins that it depends on
   * @param classes the plugin's own
   */
  public LentContext lend(
      PluginManifest manifest,
      PluginConfiguration configuration,
      Services services,
      ClassLoader classes) {
    return new LentContext(manifest, configuration, services, classes, this);
  }

  /** What a plugin has logged, whatever its version; the oldest first. */
  public List<PluginLog.Entry> logged(String id) {
    return log(id).entries();
  }

  /** The log of a plugin, whatever its version. */
  public PluginLog log(String id) {
    return logs.computeIfAbsent(
        id, plugin -> new PluginLog(plugin, clock, sink(plugin).andThen(told(plugin))));
  }

  private Consumer<PluginLog.Entry> sink(String plugin) {
    if (logFolder.isEmpty()) {
      return entry -> {};
    }
    RollingFile file =
        new RollingFile(logFolder.get().resolve(plugin + ".log"), MOST_LOG_BYTES, errors);
    return entry -> file.append(entry + System.lineSeparator());
  }

  private Consumer<PluginLog.Entry> told(String plugin) {
    return entry -> onEntry.accept(plugin, entry);
  }

  Announcements announcements() {
    return announcements;
  }

  EngineInfo engine() {
    return engine;
  }

  InstantSource clock() {
    return clock;
  }

  NanoClock nanoClock() {
    return nanoClock;
  }

  ThreadFactory threads() {
    return threads;
  }

  SecretProvider secrets() {
    return secrets;
  }

  Path dataFolder(String id) {
    try {
      return Files.createDirectories(dataFolders.get().resolve(id));
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of plugin " + id + " cannot be made: " + e, e);
    }
  }
}
