package io.machinenative.axiom.plugins.backup.files;

import io.machinenative.axiom.plugins.backup.tree.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Asks the file system for attributes, without following links: in one call where it is a Unix, by
 * what every system has elsewhere. Stateless, any thread.
 */
final class AttributeReader {
  private static final String UNIX = "unix:mode,uid,gid,ino,dev,nlink,size,lastModifiedTime,ctime";
  private static final int TYPE_MASK = 0xF000;
  private static final int TYPE_DIRECTORY = 0x4000;
  private static final int TYPE_FILE = 0x8000;
  private static final int TYPE_LINK = 0xA000;
  private static final int MODE_MASK = 0xFFF;
  private static final int FILE_MODE = 0600;
  private static final int DIRECTORY_MODE = 0700;

  private AttributeReader() {}

  static FoundFile read(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return unix(path);
    }
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

  private static FoundFile unix(Path path) throws IOException {
    Map<String, Object> found = Files.readAttributes(path, UNIX, LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) found.get("mode");
    FoundFile.Type type =
        switch (mode & TYPE_MASK) {
          case TYPE_FILE -> FoundFile.Type.FILE;
          case TYPE_DIRECTORY -> FoundFile.Type.DIRECTORY;
          case TYPE_LINK -> FoundFile.Type.SYMBOLIC_LINK;
          default -> FoundFile.Type.OTHER;
        };
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
    return new FoundFile(path, type, attributes, (Integer) found.get("nlink"));
  }

  private static long ns(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }
}
