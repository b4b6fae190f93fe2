package io.machinenative.axiom.plugins.backup.create;

import io.machinenative.axiom.plugins.backup.files.FoundFile;
import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import io.machinenative.axiom.plugins.backup.repository.ChunkReader;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.tree.Attributes;
import io.machinenative.axiom.plugins.backup.tree.Content;
import io.machinenative.axiom.plugins.backup.tree.Entry;
import io.machinenative.axiom.plugins.backup.tree.EntryType;
import io.machinenative.axiom.plugins.backup.tree.PathBytes;
import io.machinenative.axiom.plugins.backup.tree.TreeReader;
import java.io.IOException;

/**
 * Which files are as they were in an earlier snapshot: its entries are read beside the walk, for
 * both come in one order. One thread's.
 */
final class ParentFiles {
  /** How far apart a file system's clock ticks may be. */
  private static final long TICK_NS = 20_000_000;

  private static final long MS_NS = 1_000_000;

  private final TreeReader entries;
  private final ChunkIndex index;
  private final BackupProgress progress;
  private final long settledNs;
  private Entry next;
  private boolean ended;

  ParentFiles(Snapshot parent, ChunkReader chunks, ChunkIndex index, BackupProgress progress) {
    entries = new TreeReader(parent.lists(), chunks::readTree);
    this.index = index;
    this.progress = progress;
    settledNs = parent.timeMs() * MS_NS - TICK_NS;
  }

  /**
   * A file that did not change since, or null. Extended attributes are as they were, too: setting
   * one changes the time of the inode.
   *
   * @param path behind all that were asked for before
   */
  Entry unchanged(byte[] path, FoundFile found) {
    advance(path);
    if (next == null
        || next.type() != EntryType.FILE
        || PathBytes.compare(next.path(), path) != 0
        || !next.attributes().sameContent(found.attributes())) {
      return null;
    }
    // A change in the tick in which it was read would not show in its times.
    if (Math.max(found.attributes().changedNs(), found.attributes().modifiedNs()) >= settledNs) {
      return null;
    }
    Attributes attributes = found.attributes().withExtended(next.attributes().extended());
    return isStored(next.content()) ? Entry.file(path, attributes, next.content()) : null;
  }

  private void advance(byte[] path) {
    try {
      while (!ended && (next == null || PathBytes.compare(next.path(), path) < 0)) {
        next = entries.next();
        ended = next == null;
      }
    } catch (IOException e) {
      progress.warn(
          "the parent snapshot cannot be read, so files are read anew: " + e.getMessage());
      next = null;
      ended = true;
    }
  }

  private boolean isStored(Content content) {
    for (int i = 0; i < content.chunkCount(); i++) {
      if (!index.contains(content.id(i))) {
        return false;
      }
    }
    return true;
  }
}
