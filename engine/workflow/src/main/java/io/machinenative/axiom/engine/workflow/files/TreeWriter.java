package io.machinenative.axiom.engine.workflow.files;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.OperationContext;
import io.machinenative.axiom.api.OperationHandler;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.base.TreeRemoval;
import io.machinenative.axiom.engine.base.WholeFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * {@code tree.write}: a folder of a tar stream. Written beside its place, and renamed when all of
 * it is there. No entry leads out of it: names with {@code ..}, absolute ones and those below a
 * symbolic link are refused. Owners, set-user-id bits and devices are left out.
 */
final class TreeWriter implements OperationHandler<TreeWriter.Parameters> {
  private static final int BLOCK_BYTES = 256 << 10;
  private static final int PERMISSION_BITS = 0777;

  private final OpenFolders folders;

  TreeWriter(OpenFolders folders) {
    this.folders = folders;
  }

  record Parameters(
      @Description("The folder; nothing, or an empty folder, is there before.")
          @Constraint(minLength = 1)
          String path) {}

  @Override
  public void run(
      Parameters parameters,
      ReadableByteChannel in,
      WritableByteChannel out,
      OperationContext context)
      throws IOException {
    Path place = folders.require(parameters.path());
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !isEmptyFolder(place)) {
      throw ToolException.invalid("expected nothing or an empty folder, found " + place);
    }
    Files.createDirectories(place.getParent());
    Path pending = place.resolveSibling("." + place.getFileName() + ".part-" + context.runId());
    TreeRemoval.remove(pending);
    Files.createDirectory(pending);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new BufferedInputStream(Channels.newInputStream(in), BLOCK_BYTES), "UTF-8")) {
      new Extraction(pending, context).all(tar);
      drain(in);
      Files.deleteIfExists(place);
      Files.move(pending, place, StandardCopyOption.ATOMIC_MOVE);
      WholeFile.forceFolder(place.getParent());
      context.result("path", place.toString());
    } finally {
      TreeRemoval.remove(pending);
    }
  }

  /** What follows the archive's end: only at the stream's own end is it known to be whole. */
  private static void drain(ReadableByteChannel in) throws IOException {
    java.nio.ByteBuffer rest = java.nio.ByteBuffer.allocate(BLOCK_BYTES);
    while (in.read(rest.clear()) >= 0) {
      // padding
    }
  }

  private static boolean isEmptyFolder(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (var list = Files.list(path)) {
      return list.findAny().isEmpty();
    }
  }

  /** One unpacking into a folder that nobody else writes. */
  private static final class Extraction {
    private final Path root;
    private final OperationContext context;
    private final Map<Path, TarArchiveEntry> made = new LinkedHashMap<>();

    Extraction(Path root, OperationContext context) {
      this.root = root;
      this.context = context;
    }

    void all(TarArchiveInputStream tar) throws IOException {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        context.checkCancelled();
        one(tar, entry);
      }
      finishFolders();
    }

    private void one(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
      Path path = place(entry.getName());
      if (entry.isDirectory()) {
        Files.createDirectories(path);
        made.put(path, entry);
        context.count("folders", 1);
      } else if (entry.isSymbolicLink()) {
        Files.createDirectories(path.getParent());
        Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        context.count("links", 1);
      } else if (entry.isFile() && !entry.isLink()) {
        Files.createDirectories(path.getParent());
        Files.copy(tar, path);
        Files.setPosixFilePermissions(path, permissions(entry.getMode()));
        Files.setLastModifiedTime(path, FileTime.from(entry.getLastModifiedTime().toInstant()));
        context.count("files", 1);
      } else {
        context.count("skipped", 1);
        context.warn(entry.getName() + " was skipped: neither file, folder nor symbolic link");
      }
    }

    private Path place(String name) {
      Path relative;
      try {
        relative = Path.of(name).normalize();
      } catch (InvalidPathException e) {
        throw ToolException.invalid("expected a name in the archive, got " + e.getMessage());
      }
      Path path = root.resolve(relative).normalize();
      if (relative.isAbsolute() || !path.startsWith(root)) {
        throw ToolException.invalid("expected a name below the folder, found " + name);
      }
      for (Path at = path.getParent(); at.startsWith(root); at = at.getParent()) {
        if (Files.isSymbolicLink(at)) {
          throw ToolException.invalid("expected no name below a symbolic link, found " + name);
        }
      }
      return path;
    }

    /** Last, for a folder's time changes with what comes into it, and its mode may forbid that. */
    private void finishFolders() throws IOException {
      for (Map.Entry<Path, TarArchiveEntry> folder : made.entrySet().stream().toList().reversed()) {
        Path path = folder.getKey();
        Files.setLastModifiedTime(
            path, FileTime.from(folder.getValue().getLastModifiedTime().toInstant()));
        Files.setPosixFilePermissions(path, permissions(folder.getValue().getMode()));
      }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
      Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
      PosixFilePermission[] all = PosixFilePermission.values();
      for (int i = 0; i < all.length; i++) {
        if ((mode & PERMISSION_BITS & 1 << (all.length - 1 - i)) != 0) {
          permissions.add(all[i]);
        }
      }
      return permissions;
    }
  }
}
