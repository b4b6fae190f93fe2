package io.machinenative.axiom.plugins.backup.storage;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/**
 * A repository in a directory. A file is written under {@code tmp/}, synchronised, and linked to
 * its name; then the folder is synchronised. Packs lie in 256 sub-folders by the first two digits
 * of their names, for file systems that do not like long folders.
 *
 * <p>What a crash leaves under {@code tmp/} belongs to nobody, and {@link #clean} removes it.
 */
public final class DirectoryStorage implements Storage {
  private static final String TEMPORARY = "tmp";
  private static final String FANNED_OUT = "packs/";
  private static final int FAN_DIGITS = 2;

  private final Path root;
  private final Supplier<String> names;
  private final DurableWriter writer = new DurableWriter();
  private final DirectoryReader reader = new DirectoryReader(this::path);
  private final ReadWindows windows;

  /**
   * @param root an existing directory
   * @param names gives a name that nobody has used, for a temporary file
   * @param memory opens an arena that threads share, for what is read
   */
  public DirectoryStorage(Path root, Supplier<String> names, Supplier<Arena> memory) {
    this.root = root;
    this.names = names;
    windows = new ReadWindows(reader, false, memory);
  }

  private Path path(String name) {
    if (name.startsWith(FANNED_OUT)) {
      String id = name.substring(FANNED_OUT.length());
      return root.resolve("packs").resolve(id.substring(0, FAN_DIGITS)).resolve(id);
    }
    return root.resolve(name);
  }

  @Override
  public void put(String name, MemorySegment content) throws IOException {
    Path path = path(name);
    Path temporary = write(content);
    try {
      prepareFolder(path.getParent());
      link(path, temporary);
    } finally {
      Files.deleteIfExists(temporary);
    }
    sync(path.getParent());
  }

  /** A link does not replace a file, as a rename would. */
  private static void link(Path path, Path temporary) throws IOException {
    try {
      Files.createLink(path, temporary);
    } catch (UnsupportedOperationException e) {
      if (Files.exists(path)) {
        FileAlreadyExistsException taken = new FileAlreadyExistsException(path.toString());
        taken.initCause(e);
        throw taken;
      }
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public void replace(String name, MemorySegment content) throws IOException {
    Path path = path(name);
    Path temporary = write(content);
    try {
      prepareFolder(path.getParent());
      reader.drop(path);
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    sync(path.getParent());
  }

  private Path write(MemorySegment content) throws IOException {
    Path folder = root.resolve(TEMPORARY);
    prepareFolder(folder);
    Path temporary = folder.resolve(names.get());
    writer.write(temporary, content);
    return temporary;
  }

  private void prepareFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      sync(folder.getParent());
    }
  }

  /** Makes names durable, where the system can open a folder; elsewhere it has other means. */
  private static void sync(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public long size(String name) throws IOException {
    return Files.size(path(name));
  }

  @Override
  public void read(String name, long offset, MemorySegment destination) throws IOException {
    int bytes =
        name.startsWith(FANNED_OUT)
            ? windows.read(name, offset, destination)
            : reader.readPiece(name, offset, destination);
    if (bytes < destination.byteSize()) {
      throw new EOFException(
          "%s: expected %d bytes at %d, actual %d"
              .formatted(name, destination.byteSize(), offset, bytes));
    }
  }

  @Override
  public byte[] readAll(String name, int maxBytes) throws IOException {
    Path path = path(name);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long bytes = channel.size();
      if (bytes > maxBytes) {
        throw new IOException(name + ": expected at most " + maxBytes + " bytes, actual " + bytes);
      }
      ByteBuffer content = ByteBuffer.allocate((int) bytes);
      while (content.hasRemaining() && channel.read(content) >= 0) {
        assert content.position() <= bytes;
      }
      if (content.hasRemaining()) {
        throw new EOFException(
            name + ": expected " + bytes + " bytes, actual " + content.position());
      }
      return content.array();
    }
  }

  @Override
  public void list(String folder, Visitor visitor) throws IOException {
    Path path = root.resolve(folder);
    if (!Files.isDirectory(path)) {
      return;
    }
    if (!FANNED_OUT.equals(folder + "/")) {
      listOne(path, visitor);
      return;
    }
    try (DirectoryStream<Path> fans = Files.newDirectoryStream(path, Files::isDirectory)) {
      for (Path fan : fans) {
        listOne(fan, visitor);
      }
    }
  }

  private static void listOne(Path folder, Visitor visitor) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        long bytes;
        try {
          bytes = Files.size(file);
        } catch (NoSuchFileException e) {
          // Removed meanwhile: it is no more in the folder.
          continue;
        }
        visitor.visit(file.getFileName().toString(), bytes);
      }
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Path path = path(name);
    reader.drop(path);
    if (Files.deleteIfExists(path)) {
      sync(path.getParent());
    }
  }

  @Override
  public void clean() throws IOException {
    list(TEMPORARY, (name, bytes) -> Files.deleteIfExists(root.resolve(TEMPORARY).resolve(name)));
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public void close() throws IOException {
    windows.close();
    reader.close();
  }
}
