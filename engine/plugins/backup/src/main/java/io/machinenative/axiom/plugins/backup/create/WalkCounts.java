package io.machinenative.axiom.plugins.backup.create;

import io.machinenative.axiom.plugins.backup.tree.Entry;

/** What came into the tree. One thread's. */
final class WalkCounts {
  private long files;
  private long directories;
  private long symbolicLinks;
  private long bytes;

  void count(Entry entry) {
    switch (entry.type()) {
      case FILE -> {
        files++;
        bytes += entry.attributes().bytes();
      }
      case HARD_LINK -> files++;
      case DIRECTORY -> directories++;
      case SYMBOLIC_LINK -> symbolicLinks++;
    }
  }

  long files() {
    return files;
  }

  long directories() {
    return directories;
  }

  long symbolicLinks() {
    return symbolicLinks;
  }

  long bytes() {
    return bytes;
  }
}
