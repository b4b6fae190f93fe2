package io.machinenative.axiom.plugins.backup.restore;

import io.machinenative.axiom.plugins.backup.create.Failure;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.format.RepositoryException;
import io.machinenative.axiom.plugins.backup.repository.ChunkReader;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.SharedIndex;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import io.machinenative.axiom.plugins.backup.tree.Entry;
import io.machinenative.axiom.plugins.backup.tree.EntryType;
import io.machinenative.axiom.plugins.backup.tree.PathBytes;
import io.machinenative.axiom.plugins.backup.tree.TreeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Brings files back. The tree is read twice: first folders and files, of which threads write the
 * content; then links, and the attributes of folders, which writing into them would change. So no
 * link of the snapshot is there while something is written, and memory does not grow with the tree.
 *
 * <p>Used once, by one thread.
 */
public final class RestoreRun {
  private final Repository repository;
  private final Surroundings surroundings;
  private final RestoreRequest request;
  private final RestoreProgress progress;
  private final Failure failure;
  private final Selection selection;

  /**
   * @param repository the caller's
   * @param cancelled asked often: the run ends with a CancellationException
   */
  public RestoreRun(
      Repository repository,
      Surroundings surroundings,
      RestoreRequest request,
      RestoreProgress progress,
      BooleanSupplier cancelled) {
    this.repository = repository;
    this.surroundings = surroundings;
    this.request = request;
    this.progress = progress;
    failure = new Failure(cancelled);
    selection = new Selection(request.paths());
  }

  /**
   * Runs. What could not be brought back is in the progress; all else is.
   *
   * @throws RepositoryException when a path that is asked for is not in the snapshot
   */
  public void run() throws IOException, InterruptedException {
    Files.createDirectories(request.target());
    Path target = request.target().toRealPath();
    AttributeWriter attributes = new AttributeWriter(target, progress);
    try (SharedIndex index = new SharedIndex(repository);
        ChunkReader trees = new ChunkReader(repository, index)) {
      restoreFiles(target, index, trees, attributes);
      restoreRest(target, trees, attributes);
    }
    if (progress.files() + progress.others() + progress.skippedFiles() + progress.failures() == 0
        && !request.paths().isEmpty()) {
      throw new RepositoryException(
          "expected %s in snapshot %s, actual nothing of that name"
              .formatted(request.paths(), request.snapshot().id().shortName()));
    }
  }

  private TreeReader entries(ChunkReader trees) {
    return new TreeReader(request.snapshot().lists(), trees::readTree);
  }

  private void restoreFiles(
      Path target, SharedIndex index, ChunkReader trees, AttributeWriter attributes)
      throws IOException, InterruptedException {
    SafeFolders folders = new SafeFolders(target);
    try (RestoreWorkers workers =
        new RestoreWorkers(
            surroundings,
            progress,
            failure,
            () ->
                new FileWriter(
                    new ChunkReader(repository, index),
                    attributes,
                    () -> ObjectId.random(surroundings.random()).shortName()))) {
      TreeReader entries = entries(trees);
      for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
        failure.throwIfAny();
        if (selection.contains(entry.path())) {
          restoreFile(entry, folders, trees, workers);
        }
      }
      workers.finish();
    }
  }

  private void restoreFile(
      Entry entry, SafeFolders folders, ChunkReader trees, RestoreWorkers workers)
      throws IOException, InterruptedException {
    Entry file = entry;
    if (entry.type() == EntryType.HARD_LINK && !selection.contains(entry.link())) {
      // The file that it names is not asked for: its content comes under this name.
      Entry named = find(trees, entry.link());
      file = Entry.file(entry.path(), named.attributes(), named.content());
    }
    try {
      switch (file.type()) {
        case DIRECTORY -> folders.folder(file.path());
        case FILE -> {
          Path place = folders.place(file.path());
          if (request.keepExisting() && Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            progress.skipped();
          } else {
            workers.submit(place, file);
          }
        }
        case SYMBOLIC_LINK, HARD_LINK -> {}
      }
    } catch (IOException e) {
      failure.throwIfAny();
      progress.fail(entry.pathText() + ": not restored: " + e.getMessage());
    }
  }

  private Entry find(ChunkReader trees, byte[] path) throws IOException {
    TreeReader entries = entries(trees);
    for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
      if (entry.type() == EntryType.FILE && Arrays.equals(entry.path(), path)) {
        return entry;
      }
    }
    throw new RepositoryException(
        "expected '" + PathBytes.text(path) + "', which a link names, actual no such file");
  }

  private void restoreRest(Path target, ChunkReader trees, AttributeWriter attributes)
      throws IOException {
    LinksAndFolders rest =
        new LinksAndFolders(
            new SafeFolders(target), new SafeFolders(target), attributes, request, progress);
    TreeReader entries = entries(trees);
    for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
      failure.throwIfAny();
      if (selection.contains(entry.path())) {
        boolean linked = entry.type() != EntryType.HARD_LINK || selection.contains(entry.link());
        if (linked) {
          rest.restore(entry);
        }
      }
    }
    rest.finish();
  }
}
