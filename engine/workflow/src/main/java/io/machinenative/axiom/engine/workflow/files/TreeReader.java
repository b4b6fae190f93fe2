package io.machinenative.axiom.engine.workflow.files;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.OperationContext;
import io.machinenative.axiom.api.OperationHandler;
import io.machinenative.axiom.api.ToolException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * {@code tree.read}: a folder with all below as a tar stream (POSIX.1-2001), names in order,
 * symbolic links as such. A name that is no text is changed, with a warning. What cannot be read,
 * or is neither file, folder nor link, is skipped with a warning; a file that changes while it is
 * read keeps the size that it had, with a warning. Times are kept to 100 ns.
 */
final class TreeReader implements OperationHandler<TreeReader.Parameters> {
  private static final int BLOCK_BYTES = 256 << 10;
  private static final int TAR_BLOCK_BYTES = 10_240;

  private final OpenFolders folders;

  TreeReader(OpenFolders folders) {
    this.folders = folders;
  }

  record Parameters(
      @Description("The folder.") @Constraint(minLength = 1) String path,
      @Description("Globs of paths below the folder that are left out, such as **/*.tmp.")
          @Constraint(optional = true, defaultValue = "[]")
          List<String> excludes) {}

  @Override
  public void run(
      Parameters parameters,
      ReadableByteChannel in,
      WritableByteChannel out,
      OperationContext context)
      throws IOException {
    Path root = folders.require(parameters.path());
    if (!Files.isDirectory(root)) {
      throw ToolException.invalid("expected a folder, got " + root);
    }
    List<PathMatcher> excludes =
        parameters.excludes().stream()
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new BufferedOutputStream(Channels.newOutputStream(out), BLOCK_BYTES),
            TAR_BLOCK_BYTES,
            "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      new Walk(root, excludes, tar, context).folder(root);
    }
  }

  /** One reading of one tree. */
  private record Walk(
      Path root, List<PathMatcher> excludes, TarArchiveOutputStream tar, OperationContext context) {
    void folder(Path folder) throws IOException {
      List<Path> children;
      try (Stream<Path> list = Files.list(folder)) {
        children = list.sorted().toList();
      } catch (IOException e) {
        skip(folder, e);
        return;
      }
      for (Path child : children) {
        Path relative = root.relativize(child);
        if (excludes.stream().noneMatch(glob -> glob.matches(relative))) {
          entry(child, relative.toString().replace('\\', '/'));
        }
      }
    }

    private void entry(Path path, String name) throws IOException {
      context.checkCancelled();
      if (!path.equals(Path.of(path.toString()))) {
        context.warn(path + " has a name that is no text, and is kept under another one");
      }
      PosixFileAttributes about;
      try {
        about =
            Files.getFileAttributeView(
                    path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
      } catch (IOException e) {
        skip(path, e);
        return;
      }
      if (about.isSymbolicLink()) {
        TarArchiveEntry link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        link.setLinkName(Files.readSymbolicLink(path).toString());
        link.setLastModifiedTime(about.lastModifiedTime());
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
        context.count("links", 1);
      } else if (about.isDirectory()) {
        tar.putArchiveEntry(described(new TarArchiveEntry(name + "/"), about));
        tar.closeArchiveEntry();
        context.count("folders", 1);
        folder(path);
      } else if (about.isRegularFile()) {
        file(path, name, about);
      } else {
        skip(path, new IOException("neither file, folder nor link"));
      }
    }

    private void file(Path path, String name, PosixFileAttributes about) throws IOException {
      InputStream content;
      try {
        content = Files.newInputStream(path);
      } catch (IOException e) {
        skip(path, e);
        return;
      }
      try (content) {
        TarArchiveEntry entry = described(new TarArchiveEntry(name), about);
        entry.setSize(about.size());
        tar.putArchiveEntry(entry);
        copy(path, content, about.size());
        tar.closeArchiveEntry();
      }
      context.count("files", 1);
    }

    /** Exactly as many bytes as the entry says. */
    private void copy(Path path, InputStream content, long size) throws IOException {
      byte[] block = new byte[Math.clamp(size, 1, BLOCK_BYTES)];
      long left = size;
      boolean shrunk = false;
      while (left > 0) {
        int wanted = (int) Math.min(block.length, left);
        int bytes = shrunk ? -1 : content.read(block, 0, wanted);
        if (bytes < 0) {
          shrunk = true;
          java.util.Arrays.fill(block, (byte) 0);
          bytes = wanted;
        }
        tar.write(block, 0, bytes);
        left -= bytes;
      }
      if (shrunk || content.read() >= 0) {
        context.warn(path + " changed while it was read");
      }
    }

    private static TarArchiveEntry described(TarArchiveEntry entry, PosixFileAttributes about) {
      entry.setMode(mode(about.permissions()));
      entry.setLastModifiedTime(about.lastModifiedTime());
      entry.setUserName(about.owner().getName());
      entry.setGroupName(about.group().getName());
      return entry;
    }

    private static int mode(Set<PosixFilePermission> permissions) {
      int mode = 0;
      for (PosixFilePermission permission : PosixFilePermission.values()) {
        mode = mode << 1 | (permissions.contains(permission) ? 1 : 0);
      }
      return mode;
    }

    private void skip(Path path, IOException why) {
      context.count("skipped", 1);
      boolean gone = why instanceof NoSuchFileException;
      context.warn(path + " was skipped: " + (gone ? "it is gone" : why.toString()));
    }
  }
}
