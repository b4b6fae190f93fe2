package io.machinenative.axiom.plugins.backup.tree;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;

/**
 * Judges whether entries come in the order of snapshots, each in a directory before it: so that
 * nothing can lie below a file or a link. One thread's; remembers the directories on the way.
 */
public final class PathOrder {
  private final ArrayDeque<byte[]> folders = new ArrayDeque<>();
  private byte[] previous;

  /**
   * The next entry.
   *
   * @return what is wrong with its place; empty when nothing is
   */
  public Optional<String> next(EntryType type, byte[] path) {
    if (previous != null && PathBytes.compare(previous, path) >= 0) {
      return Optional.of(
          "expected a path behind '%s', actual '%s'"
              .formatted(PathBytes.text(previous), PathBytes.text(path)));
    }
    int parent = PathBytes.parentLength(path);
    while (!folders.isEmpty()
        && !(folders.peek().length == parent
            && Arrays.equals(folders.peek(), 0, parent, path, 0, parent))) {
      folders.pop();
    }
    if (parent > 0 && folders.isEmpty()) {
      return Optional.of(
          "expected an entry in a directory before it, actual '" + PathBytes.text(path) + "'");
    }
    if (type == EntryType.DIRECTORY) {
      folders.push(path);
    }
    previous = path;
    return Optional.empty();
  }
}
