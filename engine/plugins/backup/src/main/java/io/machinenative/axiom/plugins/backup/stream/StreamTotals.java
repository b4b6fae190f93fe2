package io.machinenative.axiom.plugins.backup.stream;

import io.machinenative.axiom.plugins.backup.tree.EntryType;

/**
 * What is in a stream: written at its end, and counted again by who reads it.
 *
 * @param files with names that are hard links, without those that could not be read
 * @param bytes of files
 */
public record StreamTotals(long files, long directories, long symbolicLinks, long bytes) {
  static final StreamTotals NONE = new StreamTotals(0, 0, 0, 0);

  /** With an entry more that is no file with content. */
  StreamTotals and(EntryType type) {
    return switch (type) {
      case FILE, HARD_LINK -> and(0);
      case DIRECTORY -> new StreamTotals(files, directories + 1, symbolicLinks, bytes);
      case SYMBOLIC_LINK -> new StreamTotals(files, directories, symbolicLinks + 1, bytes);
    };
  }

  /** With a file more. */
  StreamTotals and(long fileBytes) {
    return new StreamTotals(files + 1, directories, symbolicLinks, bytes + fileBytes);
  }
}
