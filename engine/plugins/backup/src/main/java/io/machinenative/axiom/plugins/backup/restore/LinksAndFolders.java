package io.machinenative.axiom.plugins.backup.restore;

import io.machinenative.axiom.plugins.backup.tree.Entry;
import io.machinenative.axiom.plugins.backup.tree.EntryType;
import io.machinenative.axiom.plugins.backup.tree.PathBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;

/**
 * The second turn of a restore: makes links, and gives a folder its attributes when all below it is
 * there. One thread's.
 */
final class LinksAndFolders {
  private final SafeFolders folders;
  private final SafeFolders linkedFolders;
  private final AttributeWriter attributes;
  private final RestoreRequest request;
  private final RestoreProgress progress;
  private final ArrayDeque<Entry> open = new ArrayDeque<>();

  /**
   * @param linkedFolders for the files that hard links name, which are elsewhere
   */
  LinksAndFolders(
      SafeFolders folders,
      SafeFolders linkedFolders,
      AttributeWriter attributes,
      RestoreRequest request,
      RestoreProgress progress) {
    this.folders = folders;
    this.linkedFolders = linkedFolders;
    this.attributes = attributes;
    this.request = request;
    this.progress = progress;
  }

  /** The next entry; a file needs nothing any more. */
  void restore(Entry entry) throws IOException {
    while (!open.isEmpty() && !PathBytes.isWithin(entry.path(), open.peek().path())) {
      close(open.pop());
    }
    if (entry.type() == EntryType.DIRECTORY) {
      open.push(entry);
    } else if (entry.type() != EntryType.FILE) {
      link(entry);
    }
  }

  /** Sees to the folders that are still open. */
  void finish() {
    while (!open.isEmpty()) {
      close(open.pop());
    }
  }

  private void close(Entry folder) {
    try {
      attributes.apply(folders.folder(folder.path()), folder.attributes());
      progress.restoredOther();
    } catch (IOException e) {
      progress.fail(folder.pathText() + ": its attributes were not set: " + e.getMessage());
    }
  }

  private void link(Entry entry) throws IOException {
    try {
      Path place = folders.place(entry.path());
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        if (request.keepExisting()) {
          progress.skipped();
          return;
        }
        // A folder that is not empty stays, and this fails.
        Files.delete(place);
      }
      if (entry.type() == EntryType.HARD_LINK) {
        Files.createLink(place, linkedFolders.place(entry.link()));
      } else {
        Files.createSymbolicLink(place, PathBytes.path(place.getParent(), entry.link()));
        attributes.applyToLink(place, entry.attributes());
      }
      progress.restoredOther();
    } catch (IOException | UnsupportedOperationException e) {
      progress.fail(entry.pathText() + ": not restored: " + e);
    }
  }
}
