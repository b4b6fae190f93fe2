package io.machinenative.axiom.plugins.backup.create;

import io.machinenative.axiom.plugins.backup.files.Excludes;
import io.machinenative.axiom.plugins.backup.files.FoundFile;
import io.machinenative.axiom.plugins.backup.files.TreeScanner;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import io.machinenative.axiom.plugins.backup.stream.StreamAbout;
import io.machinenative.axiom.plugins.backup.stream.StreamTotals;
import io.machinenative.axiom.plugins.backup.stream.StreamWriter;
import io.machinenative.axiom.plugins.backup.tree.Entry;
import io.machinenative.axiom.plugins.backup.tree.EntryType;
import io.machinenative.axiom.plugins.backup.tree.PathBytes;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a snapshot of trees as one stream, which needs no repository to come back: for chains that
 * compress, seal and store it elsewhere. Used once, by one thread. Memory is that of a block, a
 * buffer, and the paths of files with several names.
 */
public final class StreamBackup {
  private final Surroundings surroundings;
  private final BackupRequest request;
  private final BackupProgress progress;
  private final Runnable check;
  private final Map<Inode, byte[]> linked = new HashMap<>();

  /** What all names of a file have in common. */
  private record Inode(long device, long number) {}

  /**
   * @param request of which kind and level do not count: all is read, and nothing compressed
   * @param check asked often; throws when the stream is not wanted any more
   */
  public StreamBackup(
      Surroundings surroundings, BackupRequest request, BackupProgress progress, Runnable check) {
    this.surroundings = surroundings;
    this.request = request;
    this.progress = progress;
    this.check = check;
  }

  /** Writes all of it; what cannot be read is told, and left out. */
  public StreamTotals run(WritableByteChannel out) throws IOException {
    List<TreeScanner.Source> sources = TreeScanner.sources(request.sources());
    List<String> paths = sources.stream().map(source -> source.path().toString()).sorted().toList();
    StreamWriter stream =
        new StreamWriter(
            out,
            new StreamAbout(
                surroundings.epochMs().getAsLong(), surroundings.host(), paths, request.tags()));
    Excludes excludes =
        new Excludes(FileSystems.getDefault(), request.excludes(), request.skipHidden());
    try (FileStreamer files = new FileStreamer(stream, progress, check);
        TreeScanner scanner =
            new TreeScanner(sources, excludes, request.oneFileSystem(), this::leftOut)) {
      for (TreeScanner.Scanned next = scanner.next(); next != null; next = scanner.next()) {
        check.run();
        write(next, scanner, stream, files);
      }
    }
    return stream.finish();
  }

  private void leftOut(Path path, String problem) {
    progress.warn(path + ": left out: " + problem);
  }

  private void write(
      TreeScanner.Scanned scanned, TreeScanner scanner, StreamWriter stream, FileStreamer files)
      throws IOException {
    FoundFile found = scanned.file();
    switch (found.type()) {
      case DIRECTORY -> stream.entry(Entry.directory(scanned.path(), scanner.attributes(found)));
      case SYMBOLIC_LINK -> {
        byte[] target;
        try {
          target = PathBytes.raw(Files.readSymbolicLink(found.path()));
        } catch (IOException e) {
          leftOut(found.path(), e.toString());
          return;
        }
        stream.entry(
            Entry.link(EntryType.SYMBOLIC_LINK, scanned.path(), scanner.attributes(found), target));
      }
      case FILE -> file(scanned.path(), found, stream, files);
      case OTHER -> {}
    }
  }

  private void file(byte[] path, FoundFile found, StreamWriter stream, FileStreamer files)
      throws IOException {
    Inode inode = new Inode(found.attributes().device(), found.attributes().inode());
    byte[] first = found.links() > 1 ? linked.get(inode) : null;
    if (first != null) {
      progress.found(0);
      stream.entry(Entry.link(EntryType.HARD_LINK, path, found.attributes(), first));
      return;
    }
    progress.found(found.attributes().bytes());
    if (files.write(path, found) && found.links() > 1) {
      linked.put(inode, path);
    }
  }
}
