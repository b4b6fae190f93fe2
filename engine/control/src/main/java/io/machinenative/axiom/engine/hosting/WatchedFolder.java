package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.plugin.PluginShelf;
import io.machinenative.axiom.engine.plugin.TrustedKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks at a folder of plugins again and again, and when it is asked to. Looks are changes: they
 * happen on the thread of changes, since a disk may be slow.
 */
final class WatchedFolder {
  private final Hosting hosting;
  private final Path jars;
  private final FolderErrors told;
  private final PluginFolder folder;
  private final ExecutorService executor;

  /** One scan at a time. */
  private final AtomicBoolean scanning = new AtomicBoolean();

  /**
   * @param copies a folder for private copies; nobody else writes there
   * @param trust whose jars may be loaded
   * @param shelf the same folder, to change it
   * @param executor runs one change at a time
   */
  WatchedFolder(
      Hosting hosting,
      Changes changes,
      Reconfiguration reconfiguration,
      Path jars,
      Path copies,
      TrustedKeys trust,
      PluginShelf shelf,
      ExecutorService executor) {
    this.hosting = hosting;
    this.jars = jars;
    this.executor = executor;
    told = new FolderErrors(hosting.errors());
    folder = new PluginFolder(jars, copies, trust, shelf, changes, reconfiguration, told);
  }

  PluginFolder folder() {
    return folder;
  }

  /**
   * Looks from now on.
   *
   * @return completed when every jar that is there now was tried
   */
  CompletableFuture<Void> begin() {
    return CompletableFuture.runAsync(folder::start, executor)
        .thenCompose(started ->
            hosting
                .conductor()
                .submit(
                    "watch " + jars,
                    () -> {
                      hosting.conductor().every(PluginFolder.PERIOD_NS, this::scan);
                      return null;
                    }));
  }

  /**
   * Looks now. On the thread of changes.
   *
   * @return what was found wrong with what has changed; empty when all of it serves
   */
  List<String> look() {
    told.forget();
    folder.scan();
    folder.scan(); // the second look that finds all as the first did
    return told.told();
  }

  private void scan() {
    if (scanning.compareAndSet(false, true)) {
      CompletableFuture.runAsync(folder::scan, executor)
          .whenComplete((done, failure) -> {
            scanning.set(false);
            if (failure != null) {
              hosting.errors().onError(failure);
            }
          });
    }
  }
}
