package io.machinenative.axiom.plugins.backup.storage;

import io.machinenative.axiom.api.ObjectStorage;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A repository in an object storage: an object for each file, of the same name below a prefix, so
 * that a copy of a folder is a repository too. An object is seen whole or not at all, outlives the
 * call that put it, and is seen by all later calls: so nothing has to be written aside and nothing
 * is left of crashed writers.
 *
 * <p>Names of files are random, so that one put needs no look whether there is another; but {@code
 * config}, the first of which counts. Packs are read in windows of 1 MiB, of which the last ones
 * are kept: a request for each small chunk would be what restoring waits for.
 */
public final class StoredObjects implements Storage {
  private static final String CONFIG = "config";
  private static final String PACKS = "packs";
  private static final int FAN_DIGITS = 2;
  private static final int FIRST_BYTES = 64 << 10;

  private final ObjectStorage objects;
  private final String prefix;
  private final String location;
  private final Closing closing;
  private final ReadWindows windows;

  /** What is closed with a storage. */
  @FunctionalInterface
  public interface Closing {
    void close() throws IOException;
  }

  /**
   * @param prefix of all names, such as {@code bucket/backups}
   * @param location for people
   * @param memory opens an arena that threads share, for what is read
   * @param closing closes what this alone uses
   */
  public StoredObjects(
      ObjectStorage objects,
      String prefix,
      String location,
      Supplier<Arena> memory,
      Closing closing) {
    this.objects = objects;
    this.prefix = prefix.endsWith("/") ? prefix : prefix + "/";
    this.location = location;
    this.closing = closing;
    windows =
        new ReadWindows(
            new ReadWindows.Source() {
              @Override
              public int readWindow(String name, long offset, MemorySegment into)
                  throws IOException {
                return objects.read(path(name), offset, into.asByteBuffer());
              }

              @Override
              public int readPiece(String name, long offset, MemorySegment into)
                  throws IOException {
                return objects.read(path(name), offset, into.asByteBuffer());
              }
            },
            true,
            memory);
  }

  private String path(String name) {
    if (name.startsWith(PACKS + "/")) {
      String id = name.substring(PACKS.length() + 1);
      return prefix + PACKS + "/" + id.substring(0, FAN_DIGITS) + "/" + id;
    }
    return prefix + name;
  }

  @Override
  public void put(String name, MemorySegment content) throws IOException {
    if (!name.equals(CONFIG)) {
      objects.put(path(name), content.asByteBuffer());
    } else if (!objects.putIfAbsent(path(name), content.asByteBuffer())) {
      throw new FileAlreadyExistsException(location + "/" + name);
    }
  }

  @Override
  public void replace(String name, MemorySegment content) throws IOException {
    objects.put(path(name), content.asByteBuffer());
  }

  @Override
  public long size(String name) throws IOException {
    return objects
        .stat(path(name))
        .orElseThrow(() -> new NoSuchFileException(location + "/" + name))
        .bytes();
  }

  @Override
  public void read(String name, long offset, MemorySegment destination) throws IOException {
    int bytes =
        name.startsWith(PACKS)
            ? windows.read(name, offset, destination)
            : objects.read(path(name), offset, destination.asByteBuffer());
    if (bytes < destination.byteSize()) {
      throw new EOFException(
          "%s: expected %d bytes at %d, actual %d"
              .formatted(name, destination.byteSize(), offset, bytes));
    }
  }

  @Override
  public byte[] readAll(String name, int maxBytes) throws IOException {
    byte[] first = new byte[Math.min(FIRST_BYTES, maxBytes)];
    int bytes = objects.read(path(name), 0, ByteBuffer.wrap(first));
    if (bytes < first.length) {
      return Arrays.copyOf(first, bytes);
    }
    long all = size(name);
    if (all > maxBytes) {
      throw new IOException(name + ": expected at most " + maxBytes + " bytes, actual " + all);
    }
    byte[] content = Arrays.copyOf(first, (int) all);
    ByteBuffer rest = ByteBuffer.wrap(content, first.length, content.length - first.length);
    if (rest.hasRemaining()
        && objects.read(path(name), first.length, rest) < rest.limit() - first.length) {
      throw new EOFException(name + ": expected " + all + " bytes, actual fewer");
    }
    return content;
  }

  @Override
  public void list(String folder, Visitor visitor) throws IOException {
    try {
      objects.list(
          prefix + folder + "/",
          entry -> {
            try {
              String name = entry.name().substring(entry.name().lastIndexOf('/') + 1);
              visitor.visit(name, entry.bytes());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void delete(String name) throws IOException {
    objects.delete(List.of(path(name)));
  }

  @Override
  public void clean() {
    // Nothing is written aside.
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public void close() throws IOException {
    windows.close();
    closing.close();
  }
}
