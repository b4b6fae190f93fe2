package io.machinenative.axiom.plugins.backup.files;

import io.machinenative.axiom.natives.os.ExtendedAttributes;
import io.machinenative.axiom.natives.os.FileStatus;
import io.machinenative.axiom.plugins.backup.tree.Attributes;
import io.machinenative.axiom.plugins.backup.tree.ExtendedAttribute;
import io.machinenative.axiom.plugins.backup.tree.PathBytes;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Asks the file system for attributes, without following links: of Linux by {@link FileStatus}, of
 * another Unix in one call of the JDK, elsewhere by what every system has.
 *
 * <p>One thread's: the one that made it.
 */
public final class AttributeReader implements AutoCloseable {
  private static final String UNIX = "unix:mode,uid,gid,ino,dev,nlink,size,lastModifiedTime,ctime";
  private static final int TYPE_MASK = 0xF000;
  private static final int TYPE_DIRECTORY = 0x4000;
  private static final int TYPE_FILE = 0x8000;
  private static final int TYPE_LINK = 0xA000;
  private static final int MODE_MASK = 0xFFF;
  private static final int FILE_MODE = 0600;
  private static final int DIRECTORY_MODE = 0700;

  private final FileStatus status = new FileStatus();
  private final ExtendedAttributes extended = new ExtendedAttributes();
  private final boolean unix =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  /** Looks at a file of the default file system; links are not followed. */
  public FoundFile read(Path path) throws IOException {
    if (status.look(PathBytes.raw(path))) {
      return looked(path);
    }
    // Also where the look failed: the JDK says how.
    return unix ? unix(path) : basic(path);
  }

  /**
   * Asks for the extended attributes of a file, which {@link #read} leaves out.
   *
   * @throws IOException when they cannot be read, or are more than a snapshot takes
   */
  public List<ExtendedAttribute> extended(Path path) throws IOException {
    byte[] file = PathBytes.raw(path);
    List<byte[]> names = extended.names(file);
    if (names.isEmpty()) {
      return List.of();
    }
    List<ExtendedAttribute> found = new ArrayList<>();
    int bytes = 0;
    for (byte[] name : names) {
      byte[] value = extended.value(file, name);
      if (value != null) {
        found.add(new ExtendedAttribute(name, value));
        bytes += name.length + value.length;
      }
    }
    if (bytes > ExtendedAttribute.TOTAL_MAX_BYTES) {
      throw new IOException("expected 256 KiB at most, actual " + bytes + " bytes");
    }
    return found;
  }

  private FoundFile looked(Path path) {
    Attributes attributes =
        new Attributes(
            status.mode() & MODE_MASK,
            status.uid(),
            status.gid(),
            status.modifiedNs(),
            status.changedNs(),
            status.inode(),
            status.device(),
            status.bytes());
    return new FoundFile(path, type(status.mode()), attributes, status.links());
  }

  private static FoundFile.Type type(int mode) {
    return switch (mode & TYPE_MASK) {
      case TYPE_FILE -> FoundFile.Type.FILE;
      case TYPE_DIRECTORY -> FoundFile.Type.DIRECTORY;
      case TYPE_LINK -> FoundFile.Type.SYMBOLIC_LINK;
      default -> FoundFile.Type.OTHER;
    };
  }

  private static FoundFile basic(Path path) throws IOException {
    BasicFileAttributes basic =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    FoundFile.Type type =
        basic.isRegularFile()
            ? FoundFile.Type.FILE
            : basic.isDirectory()
                ? FoundFile.Type.DIRECTORY
                : basic.isSymbolicLink() ? FoundFile.Type.SYMBOLIC_LINK : FoundFile.Type.OTHER;
    int mode = basic.isDirectory() ? DIRECTORY_MODE : FILE_MODE;
    long modifiedNs = ns(basic.lastModifiedTime());
    return new FoundFile(
        path, type, new Attributes(mode, 0, 0, modifiedNs, 0, 0, 0, basic.size()), 1);
  }

  static FoundFile unix(Path path) throws IOException {
    Map<String, Object> found = Files.readAttributes(path, UNIX, LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) found.get("mode");
    Attributes attributes =
        new Attributes(
            mode & MODE_MASK,
            (Integer) found.get("uid"),
            (Integer) found.get("gid"),
            ns((FileTime) found.get("lastModifiedTime")),
            ns((FileTime) found.get("ctime")),
            (Long) found.get("ino"),
            (Long) found.get("dev"),
            (Long) found.get("size"));
    return new FoundFile(path, type(mode), attributes, (Integer) found.get("nlink"));
  }

  private static long ns(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    status.close();
    extended.close();
  }
}
