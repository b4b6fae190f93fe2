package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.base.BackgroundWork;
import io.machinenative.axiom.engine.plugin.PluginException;
import io.machinenative.axiom.engine.plugin.PluginFile;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import io.machinenative.axiom.engine.plugin.PluginShelf;
import io.machinenative.axiom.engine.plugin.TrustedKeys;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.agrona.ErrorHandler;

/**
 * Keeps the plugins that serve as the jars of a folder, and the folders of classes in it, are: a
 * new one is installed, a changed one swapped in, the plugin of one that is gone removed. What the
 * operator says of a plugin in {@code ID.yaml} is put in force when it changes. What cannot be used
 * is recorded once, and changes nothing; a plugin that lacks another one waits for it.
 *
 * <p>A file is taken when two looks in turn find it the same: one that is still being written
 * waits. Used by one thread at a time.
 */
final class PluginFolder {
  /** Between two looks. */
  static final long PERIOD_NS = 500_000_000L;

  private final FolderLook looks;
  private final Path copies;
  private final TrustedKeys trust;
  private final PluginShelf shelf;
  private final Changes changes;
  private final Reconfiguration reconfiguration;
  private final ErrorHandler errors;

  /** The last look at each file that was tried. */
  private final Map<Path, String> tried = new HashMap<>();

  /** The id of the plugin that serves from a file. */
  private final Map<Path, String> served = new HashMap<>();

  /** The id of the plugin that a file was last found to hold. */
  private final Map<Path, String> held = new HashMap<>();

  /** Checked, and waiting for others. */
  private final Map<Path, PluginFile> waiting = new TreeMap<>();

  /** Gone, and still served, since others need them. */
  private final Set<Path> missed = new HashSet<>();

  private Map<Path, String> last = Map.of();

  /**
   * @param copies where private copies of the jars go
   * @param trust whose jars may be loaded
   * @param shelf the same folder, to change it
   */
  PluginFolder(
      Path folder,
      Path copies,
      TrustedKeys trust,
      PluginShelf shelf,
      Changes changes,
      Reconfiguration reconfiguration,
      ErrorHandler errors) {
    looks = new FolderLook(folder, errors);
    this.copies = copies;
    this.trust = trust;
    this.shelf = shelf;
    this.changes = changes;
    this.reconfiguration = reconfiguration;
    this.errors = errors;
  }

  /** Takes everything as it is. */
  void start() {
    last = looks.look();
    scan();
  }

  /** Looks, and changes what is to be changed. */
  void scan() {
    Map<Path, String> now = looks.look();
    Map<Path, PluginFile> fresh = new LinkedHashMap<>();
    for (Map.Entry<Path, String> seen : now.entrySet()) {
      boolean stable = seen.getValue().equals(last.get(seen.getKey()));
      if (stable && !seen.getValue().equals(tried.get(seen.getKey()))) {
        tried.put(seen.getKey(), seen.getValue());
        if (FolderLook.isSettings(seen.getKey())) {
          settingsChanged(seen.getKey());
        } else {
          open(seen.getKey(), fresh);
        }
      }
    }
    takeAll(fresh);
    removeAll(goneSince(now));
    last = now;
  }

  private List<Path> goneSince(Map<Path, String> now) {
    List<Path> gone = new ArrayList<>();
    for (Path file : tried.keySet()) {
      if (!now.containsKey(file) && !last.containsKey(file)) {
        gone.add(file);
      }
    }
    return gone;
  }

  private void open(Path origin, Map<Path, PluginFile> fresh) {
    attempt(() -> {
      PluginFile file = openTrusted(origin);
      drop(waiting.put(origin, file));
      held.put(origin, file.manifest().id());
      fresh.put(origin, file);
    });
  }

  private PluginFile openTrusted(Path origin) {
    try (BackgroundWork.Work _ = changes.begin()) {
      return openTrustedNow(origin);
    }
  }

  private PluginFile openTrustedNow(Path origin) {
    PluginFile file = PluginFile.open(origin, copies);
    try {
      trust.signerOf(origin, file.sha256());
      file.keepSignature();
      return file;
    } catch (PluginException e) {
      drop(file);
      throw e;
    }
  }

  /** One by one in the order of their priorities, again while some find what they lack. */
  private void takeAll(Map<Path, PluginFile> fresh) {
    Map<Path, RuntimeException> lacking = new LinkedHashMap<>();
    boolean progress = true;
    while (progress && !waiting.isEmpty()) {
      progress = false;
      lacking.clear();
      for (Map.Entry<Path, PluginFile> next : inOrder()) {
        try {
          changes.resolve(PluginSource.of(next.getValue()));
        } catch (RuntimeException e) {
          lacking.put(next.getKey(), e);
          continue;
        }
        waiting.remove(next.getKey());
        progress |= take(next.getKey(), next.getValue());
      }
    }
    if (waiting.size() > 1 && takeTogether()) {
      return;
    }
    lacking.forEach((origin, why) -> {
      if (fresh.containsKey(origin)) {
        errors.onError(why);
      }
    });
  }

  private List<Map.Entry<Path, PluginFile>> inOrder() {
    Comparator<PluginManifest> byPriority =
        Comparator.comparingInt(PluginManifest::priority).thenComparing(PluginManifest::id);
    return waiting.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getValue().manifest(), byPriority))
        .toList();
  }

  private boolean take(Path origin, PluginFile file) {
    return attempt(() -> {
      changes.bring(PluginSource.of(file));
      nowServes(origin, file.manifest().id());
    });
  }

  /** Versions that fit only one another change places at once. */
  private boolean takeTogether() {
    Map<String, PluginSource> bring = new LinkedHashMap<>();
    waiting.values().forEach(file -> bring.put(file.manifest().id(), PluginSource.of(file)));
    if (!changes.resolves(bring)) {
      return false;
    }
    Map<Path, PluginFile> together = new LinkedHashMap<>(waiting);
    waiting.clear();
    boolean done =
        attempt(() -> {
          changes.run(bring.keySet().iterator().next(), bring, Map.of(), Set.of());
          together.forEach((origin, file) -> nowServes(origin, file.manifest().id()));
        });
    if (!done) {
      changes.dispose(List.copyOf(bring.values()));
    }
    return true;
  }

  /** A file may come to hold another plugin than before: that one is removed. */
  private void nowServes(Path origin, String id) {
    String before = served.put(origin, id);
    if (before != null && !before.equals(id)) {
      changes.remove(before);
    }
  }

  /** Again while some go, for who depends on others goes first; the rest is tried at each look. */
  private void removeAll(List<Path> gone) {
    Map<Path, RuntimeException> needed = new LinkedHashMap<>();
    boolean progress = true;
    while (progress) {
      progress = false;
      needed.clear();
      for (Path file : List.copyOf(gone)) {
        try {
          remove(file);
          gone.remove(file);
          missed.remove(file);
          progress = true;
        } catch (RuntimeException e) {
          needed.put(file, e);
        }
      }
    }
    needed.forEach((file, why) -> {
      if (missed.add(file)) {
        record(why);
      }
    });
  }

  private void remove(Path gone) {
    drop(waiting.remove(gone));
    String id = served.get(gone);
    List<Path> others =
        served.keySet().stream()
            .filter(other -> !other.equals(gone) && served.get(other).equals(id))
            .toList();
    if (id != null && others.isEmpty() && changes.serving().versions().containsKey(id)) {
      changes.remove(id);
    }
    others.forEach(tried::remove); // what they hold serves again
    served.remove(gone);
    tried.remove(gone);
    held.remove(gone);
    if (FolderLook.isSettings(gone)) {
      settingsChanged(gone);
    }
  }

  /**
   * A version was taken back: its file goes back too, so that a server which starts anew does not
   * load it. What the operator has changed meanwhile counts more.
   *
   * @param back serves in its place
   */
  void wentBack(PluginFile gone, PluginFile back) {
    Path origin = gone.origin();
    Map<Path, String> now = looks.look();
    if (!served.containsKey(origin)
        || !now.containsKey(origin)
        || !now.get(origin).equals(tried.get(origin))) {
      return;
    }
    try {
      if (Files.isDirectory(origin)) {
        throw new PluginException("it is a folder of classes");
      }
      if (isServedFrom(back.origin(), origin, now)) {
        shelf.takeBack(origin);
        served.remove(origin);
        tried.remove(origin);
        held.remove(origin);
      } else {
        shelf.takeBack(origin, back);
        tried.put(origin, looks.look().get(origin));
      }
    } catch (PluginException | UncheckedIOException e) {
      errors.onError(
          new IllegalStateException(
              origin
                  + " still holds "
                  + gone.manifest()
                  + ", which was taken back: a server that starts anew loads it again, since "
                  + e.getMessage(),
              e));
    }
  }

  /**
   * Opens a jar that is to be tried beside the one of the folder that serves, as if it lay there.
   *
   * @throws PluginException when it may not be loaded, or nothing of the folder serves that id
   */
  PluginFile openTrial(Path jar) {
    PluginFile file = openTrusted(jar);
    String id = file.manifest().id();
    Optional<Path> place =
        served.keySet().stream()
            .filter(origin -> served.get(origin).equals(id) && Files.isRegularFile(origin))
            .findFirst();
    if (place.isEmpty()) {
      drop(file);
      throw new PluginException(
          "there is no plugin " + id + " whose jar in the folder serves; install puts one there");
    }
    return new PluginFile(place.get(), file.copy(), file.sha256(), file.manifest());
  }

  /**
   * A version that was on trial serves: the folder holds it from now on, so that a server which
   * starts anew loads it, and the one before is what a roll back brings.
   */
  void promoted(PluginFile file) {
    Path origin = file.origin();
    if (!served.containsKey(origin)) {
      return;
    }
    try {
      shelf.promote(origin, file);
      tried.put(origin, looks.look().get(origin));
    } catch (PluginException | UncheckedIOException e) {
      errors.onError(
          new IllegalStateException(
              origin
                  + " does not hold "
                  + file.manifest()
                  + ", which was promoted: a server that starts anew loads the one before, since "
                  + e.getMessage(),
              e));
    }
  }

  private boolean isServedFrom(Path other, Path origin, Map<Path, String> now) {
    return !other.equals(origin)
        && now.containsKey(other)
        && now.get(other).equals(tried.get(other))
        && served.containsKey(other);
  }

  private void drop(PluginFile file) {
    if (file != null) {
      changes.dispose(List.of(PluginSource.of(file)));
    }
  }

  /** A plugin that does not serve is tried again: it may have been for its settings. */
  private void settingsChanged(Path file) {
    String id = FolderLook.idOf(file);
    if (changes.serving().versions().containsKey(id)) {
      attempt(() -> reconfiguration.apply(id));
    } else {
      held.forEach((origin, heldId) -> {
        if (heldId.equals(id) && !waiting.containsKey(origin)) {
          tried.remove(origin);
        }
      });
    }
  }

  private boolean attempt(Runnable change) {
    try {
      change.run();
      return true;
    } catch (RuntimeException e) {
      record(e);
      return false;
    }
  }

  private void record(RuntimeException e) {
    errors.onError(e instanceof CompletionException ? e.getCause() : e);
  }
}
