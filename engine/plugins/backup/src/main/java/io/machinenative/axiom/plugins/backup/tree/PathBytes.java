package io.machinenative.axiom.plugins.backup.tree;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Paths as the bytes that the file system has, and not as text: a name may be no text in any
 * encoding, and the JVM's encoding may not know the file's. Stateless.
 *
 * <p>Names of ASCII are what they are. All others go through a URI, the one form in which the JDK
 * shows, and takes, a path's bytes.
 */
public final class PathBytes {
  public static final byte SEPARATOR = '/';

  private static final int ASCII_END = 0x80;

  private PathBytes() {}

  /** The last name of a path. */
  public static byte[] name(Path path) {
    String text = path.getFileName().toString();
    if (isAscii(text)) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
    String raw = path.toUri().getRawPath();
    int end = raw.endsWith("/") ? raw.length() - 1 : raw.length();
    return decode(raw, raw.lastIndexOf('/', end - 1) + 1, end);
  }

  /** Any path as it is, such as where a symbolic link points to. */
  public static byte[] raw(Path path) {
    String text = path.toString();
    if (isAscii(text)) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
    String raw = path.toUri().getRawPath();
    byte[] absolute = decode(raw, 0, raw.length());
    if (path.isAbsolute()) {
      return absolute;
    }
    // As many names as the path has, from the end of the absolute one.
    int at = absolute.length;
    for (int names = path.getNameCount(); names > 0; names--) {
      at = lastSeparator(absolute, at) + (names == 1 ? 1 : 0);
    }
    return Arrays.copyOfRange(absolute, at, absolute.length);
  }

  private static int lastSeparator(byte[] path, int before) {
    int at = before - 1;
    while (at >= 0 && path[at] != SEPARATOR) {
      at--;
    }
    return at;
  }

  /** A path below a folder. */
  public static Path resolve(Path folder, byte[] path) {
    if (isAscii(path)) {
      return folder.resolve(new String(path, StandardCharsets.US_ASCII));
    }
    String base = folder.toUri().toString();
    return Path.of(URI.create((base.endsWith("/") ? base : base + "/") + encode(path)));
  }

  /** A path of its own, such as where a symbolic link points to. */
  public static Path path(Path folder, byte[] path) {
    if (isAscii(path)) {
      return folder.getFileSystem().getPath(new String(path, StandardCharsets.US_ASCII));
    }
    if (path[0] == SEPARATOR) {
      return Path.of(URI.create("file://" + encode(path)));
    }
    Path root = folder.toAbsolutePath().getRoot();
    return root.relativize(Path.of(URI.create("file:///" + encode(path))));
  }

  /** Folder and name. */
  public static byte[] join(byte[] folder, byte[] name) {
    if (folder.length == 0) {
      return name;
    }
    byte[] joined = Arrays.copyOf(folder, folder.length + 1 + name.length);
    joined[folder.length] = SEPARATOR;
    System.arraycopy(name, 0, joined, folder.length + 1, name.length);
    return joined;
  }

  /** The order of snapshots: a folder, all below it, then the next; names by their bytes. */
  public static int compare(byte[] one, byte[] other) {
    int common = Arrays.mismatch(one, other);
    if (common < 0) {
      return 0;
    }
    if (common == one.length || common == other.length) {
      return one.length - other.length;
    }
    return rank(one[common]) - rank(other[common]);
  }

  private static int rank(byte character) {
    return character == SEPARATOR ? 0 : character & 0xFF;
  }

  /** Whether a path is the folder's, or below it; every path is below the empty one. */
  public static boolean isWithin(byte[] path, byte[] folder) {
    return folder.length == 0
        || (path.length >= folder.length
            && Arrays.equals(path, 0, folder.length, folder, 0, folder.length)
            && (path.length == folder.length || path[folder.length] == SEPARATOR));
  }

  /** How many bytes the parent's path has; 0 for a path of one name. */
  public static int parentLength(byte[] path) {
    return Math.max(0, lastSeparator(path, path.length));
  }

  /** Whether names are all that the path is made of: nothing leads up, out or nowhere. */
  public static boolean isPlain(byte[] path) {
    int start = 0;
    for (int at = 0; at <= path.length; at++) {
      if (at == path.length || path[at] == SEPARATOR) {
        int length = at - start;
        boolean dots = length <= 2 && isDots(path, start, at);
        if (length == 0 || dots) {
          return false;
        }
        start = at + 1;
      } else if (path[at] == 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDots(byte[] path, int from, int to) {
    for (int at = from; at < to; at++) {
      if (path[at] != '.') {
        return false;
      }
    }
    return true;
  }

  public static String text(byte[] path) {
    return new String(path, StandardCharsets.UTF_8);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < ASCII_END);
  }

  private static boolean isAscii(byte[] path) {
    for (byte character : path) {
      if (character < 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] decode(String raw, int from, int to) {
    byte[] bytes = new byte[to - from];
    int length = 0;
    for (int at = from; at < to; at++) {
      char character = raw.charAt(at);
      if (character == '%') {
        bytes[length++] = (byte) HexFormat.fromHexDigits(raw, at + 1, at + 3);
        at += 2;
      } else {
        bytes[length++] = (byte) character;
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  private static String encode(byte[] path) {
    StringBuilder text = new StringBuilder(path.length * 3);
    for (byte character : path) {
      boolean plain =
          character == SEPARATOR
              || (character >= '0' && character <= '9')
              || (character >= 'A' && character <= 'Z')
              || (character >= 'a' && character <= 'z');
      if (plain) {
        text.append((char) character);
      } else {
        text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(character));
      }
    }
    return text.toString();
  }
}
