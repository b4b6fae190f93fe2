package io.machinenative.axiom.plugins.backup.restore;

import io.machinenative.axiom.natives.aes.OwnerOnly;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.stream.ContentEnd;
import io.machinenative.axiom.plugins.backup.stream.StreamReader;
import io.machinenative.axiom.plugins.backup.tree.Attributes;
import io.machinenative.axiom.plugins.backup.tree.Entry;
import io.machinenative.axiom.plugins.backup.tree.PathBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Brings back what is in a stream. All of it is put aside, and gets its place when the end of the
 * stream was read and proven: of one that is cut off or altered nothing is restored.
 *
 * <p>Used once, by one thread. Memory is that of a block, and of the folders on the way.
 */
public final class StreamRestore {
  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path target;
  private final String name;
  private final RestoreProgress progress;
  private final Runnable check;
  private final ArrayDeque<Folder> way = new ArrayDeque<>();
  private final List<Folder> roots = new ArrayList<>();

  /** A folder that gets its attributes when nothing is put into it any more. */
  private record Folder(byte[] path, Path place, Attributes attributes) {}

  /**
   * @param target a folder, made when it is not there: nothing in it may have the name of a source
   * @param name of letters, digits and {@code -}, which no other restore to this target has
   * @param check asked often; throws when the result is not wanted any more
   */
  public StreamRestore(Path target, String name, RestoreProgress progress, Runnable check) {
    this.target = target;
    this.name = name;
    this.progress = progress;
    this.check = check;
  }

  /**
   * Runs, to the end of the channel.
   *
   * @return the stream, of which all was read
   * @throws DamagedException when it is not what was written
   */
  public StreamReader run(ReadableByteChannel in) throws IOException {
    StreamReader stream = new StreamReader(in);
    try (StagedFolder staged = new StagedFolder(target, name)) {
      AttributeWriter attributes = new AttributeWriter(staged.path(), progress);
      SafeFolders linked = new SafeFolders(staged.path());
      List<Path> tops = new ArrayList<>();
      for (Entry entry = stream.next(); entry != null; entry = stream.next()) {
        check.run();
        closeUpTo(entry.path(), attributes);
        Path place = place(staged, entry);
        if (way.isEmpty() && !tops.contains(place)) {
          staged.place(place);
          tops.add(place);
        }
        restore(entry, place, stream, linked, attributes);
      }
      closeAll(attributes);
      for (Path top : tops) {
        publish(staged, top, attributes);
      }
    } catch (InvalidPathException e) {
      throw new DamagedException("expected a path in the stream, actual " + e.getMessage(), e);
    }
    return stream;
  }

  private Path place(StagedFolder staged, Entry entry) {
    int parent = PathBytes.parentLength(entry.path());
    if (parent == 0) {
      return PathBytes.resolve(staged.path(), entry.path());
    }
    byte[] last = java.util.Arrays.copyOfRange(entry.path(), parent + 1, entry.path().length);
    return PathBytes.resolve(way.peek().place, last);
  }

  private void closeUpTo(byte[] path, AttributeWriter attributes) throws IOException {
    while (!way.isEmpty() && !PathBytes.isWithin(path, way.peek().path)) {
      close(attributes);
    }
  }

  private void closeAll(AttributeWriter attributes) throws IOException {
    while (!way.isEmpty()) {
      close(attributes);
    }
  }

  /** A root keeps its rights to itself until it is renamed, which writes to it. */
  private void close(AttributeWriter attributes) throws IOException {
    Folder folder = way.pop();
    if (way.isEmpty()) {
      roots.add(folder);
    } else {
      attributes.apply(folder.place, folder.attributes);
    }
  }

  private void publish(StagedFolder staged, Path top, AttributeWriter attributes)
      throws IOException {
    Path place = staged.publish(top);
    for (Folder root : roots) {
      if (root.place.equals(top)) {
        attributes.apply(place, root.attributes);
      }
    }
  }

  private void restore(
      Entry entry, Path place, StreamReader stream, SafeFolders linked, AttributeWriter attributes)
      throws IOException {
    switch (entry.type()) {
      case DIRECTORY -> {
        Files.createDirectory(place);
        way.push(new Folder(entry.path(), place, entry.attributes()));
        progress.restoredOther();
      }
      case SYMBOLIC_LINK -> {
        Files.createSymbolicLink(place, PathBytes.path(place.getParent(), entry.link()));
        attributes.applyToLink(place, entry.attributes());
        progress.restoredOther();
      }
      case HARD_LINK -> {
        Path file = linked.place(entry.link());
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          throw new DamagedException(
              "'%s': expected a link to a file before it, actual '%s'"
                  .formatted(entry.pathText(), PathBytes.text(entry.link())));
        }
        Files.createLink(place, file);
        progress.restoredOther();
      }
      case FILE -> file(entry, place, stream, attributes);
    }
  }

  private void file(Entry entry, Path place, StreamReader stream, AttributeWriter attributes)
      throws IOException {
    Files.deleteIfExists(place); // the same file, which changed when it was saved
    long bytes;
    try (FileChannel channel = FileChannel.open(place, OPTIONS, OwnerOnly.attributes())) {
      StreamReader.Runs runs = (position, content) -> write(channel, position, content);
      while (stream.nextRun(runs)) {
        check.run();
      }
      bytes = stream.fileBytes();
      if (channel.size() < bytes) {
        // It ends in a hole, which a last byte makes.
        write(channel, bytes - 1, ByteBuffer.allocate(1));
      }
    }
    if (stream.ended() == ContentEnd.UNREADABLE) {
      Files.delete(place);
      progress.warn(entry.pathText() + ": could not be read when the snapshot was made");
      return;
    }
    attributes.apply(place, entry.attributes());
    progress.restored(bytes);
  }

  private static void write(FileChannel channel, long position, ByteBuffer content)
      throws IOException {
    long at = position;
    while (content.hasRemaining()) {
      at += channel.write(content, at);
    }
  }
}
