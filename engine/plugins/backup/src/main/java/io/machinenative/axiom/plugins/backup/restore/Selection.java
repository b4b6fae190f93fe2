package io.machinenative.axiom.plugins.backup.restore;

import io.machinenative.axiom.plugins.backup.tree.PathBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Which paths of a snapshot are wanted. Immutable. */
final class Selection {
  private final List<byte[]> wanted = new ArrayList<>();

  /**
   * @param paths none means all
   * @throws IllegalArgumentException for a path that leads up or out
   */
  Selection(List<String> paths) {
    for (String path : paths) {
      byte[] bytes = trim(path).getBytes(StandardCharsets.UTF_8);
      if (!PathBytes.isPlain(bytes)) {
        throw new IllegalArgumentException(
            "expected a path in the snapshot, actual '" + path + "'");
      }
      wanted.add(bytes);
    }
  }

  private static String trim(String path) {
    int from = 0;
    int to = path.length();
    while (from < to && path.charAt(from) == '/') {
      from++;
    }
    while (to > from && path.charAt(to - 1) == '/') {
      to--;
    }
    return path.substring(from, to);
  }

  /** Whether it is one of the paths, or below one. */
  boolean contains(byte[] path) {
    if (wanted.isEmpty()) {
      return true;
    }
    for (byte[] one : wanted) {
      if (PathBytes.isWithin(path, one)) {
        return true;
      }
    }
    return false;
  }
}
