package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.plugin.LoadedPlugin;
import io.machinenative.axiom.engine.plugin.PluginException;
import io.machinenative.axiom.engine.plugin.PluginFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.agrona.ErrorHandler;

/**
 * Keeps the plugins that serve as the jars of a folder are: a new jar is installed, a changed one
 * swapped in, the plugin of one that is gone removed. What cannot be used is recorded once, and
 * changes nothing.
 *
 * <p>A jar is taken when two looks in turn find it the same: one that is still being written waits.
 * Used by one thread at a time.
 */
final class PluginFolder {
  /** Between two looks. */
  static final long PERIOD_NS = 500_000_000L;

  /** How a file looks from outside; another content has another look. */
  private record Look(long bytes, FileTime modified, Object key) {}

  /** A jar that was tried: its plugin's id, empty when it could not be used. */
  private record Tried(Look look, String id) {}

  private final Path folder;
  private final Path copies;
  private final PluginHost host;
  private final ErrorHandler errors;
  private final Map<Path, Tried> tried = new HashMap<>();
  private Map<Path, Look> last = Map.of();

  /**
   * @param copies where private copies of the jars go
   */
  PluginFolder(Path folder, Path copies, PluginHost host, ErrorHandler errors) {
    this.folder = folder;
    this.copies = copies;
    this.host = host;
    this.errors = errors;
  }

  /** Takes every jar as it is. */
  void start() {
    last = look();
    scan();
  }

  /** Looks, and changes what is to be changed. */
  void scan() {
    Map<Path, Look> now = look();
    for (Path gone : goneSince(now)) {
      Tried left = tried.remove(gone);
      if (!left.id().isEmpty()) {
        attempt(() -> host.removeNow(left.id()));
      }
    }
    now.forEach((jar, look) -> {
      Tried before = tried.get(jar);
      if (look.equals(last.get(jar)) && (before == null || !look.equals(before.look()))) {
        take(jar, look, before);
      }
    });
    last = now;
  }

  private List<Path> goneSince(Map<Path, Look> now) {
    List<Path> gone = new ArrayList<>();
    for (Path jar : tried.keySet()) {
      if (!now.containsKey(jar) && !last.containsKey(jar)) {
        gone.add(jar);
      }
    }
    return gone;
  }

  private void take(Path jar, Look look, Tried before) {
    String served = before == null ? "" : before.id();
    tried.put(jar, new Tried(look, served));
    attempt(() -> {
      PluginFile file = PluginFile.open(jar, copies);
      String id = file.manifest().id();
      host.deployNow(new LoadedPlugin(file));
      tried.put(jar, new Tried(look, id));
      if (!served.isEmpty() && !served.equals(id)) {
        host.removeNow(served);
      }
    });
  }

  private void attempt(Runnable change) {
    try {
      change.run();
    } catch (CompletionException e) {
      errors.onError(e.getCause());
    } catch (IllegalStateException | PluginException e) {
      errors.onError(e);
    }
  }

  private Map<Path, Look> look() {
    Map<Path, Look> looks = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".jar")).toList()) {
        try {
          BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
          looks.put(file, new Look(seen.size(), seen.lastModifiedTime(), seen.fileKey()));
        } catch (NoSuchFileException _) {
          // Gone since the folder was listed: the next look finds it so.
        }
      }
    } catch (IOException e) {
      errors.onError(new PluginException("the folder of plugins cannot be read: " + e, e));
      return last;
    }
    return looks;
  }
}
