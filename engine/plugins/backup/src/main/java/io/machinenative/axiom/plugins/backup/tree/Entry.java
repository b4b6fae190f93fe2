package io.machinenative.axiom.plugins.backup.tree;

/**
 * A file, a directory or a link in a snapshot.
 *
 * @param path from the snapshot's root, names separated by {@code /}, as the file system's bytes;
 *     not copied
 * @param link where a symbolic link points to, or the path of the file that a hard link names; else
 *     empty; not copied
 * @param content of a file; else empty
 */
@SuppressWarnings("ArrayRecordComponent")
public record Entry(
    EntryType type, byte[] path, Attributes attributes, byte[] link, Content content) {
  private static final byte[] NO_LINK = {};

  public static Entry file(byte[] path, Attributes attributes, Content content) {
    return new Entry(EntryType.FILE, path, attributes, NO_LINK, content);
  }

  public static Entry directory(byte[] path, Attributes attributes) {
    return new Entry(EntryType.DIRECTORY, path, attributes, NO_LINK, Content.EMPTY);
  }

  public static Entry link(EntryType type, byte[] path, Attributes attributes, byte[] link) {
    return new Entry(type, path, attributes, link, Content.EMPTY);
  }

  /** The path for people: bytes that are no UTF-8 become marks. */
  public String pathText() {
    return PathBytes.text(path);
  }
}
