package io.machinenative.axiom.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies of store directories, and harm to their files. */
final class Images {
  private Images() {}

  /** The files of a directory, by name. */
  static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the target hold what the source holds, and nothing else. */
  static void copy(Path source, Path target) {
    try {
      Files.createDirectories(target);
      clear(target);
      for (Path file : files(source)) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void clear(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(directory)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Changes one byte. */
  static void flip(Path file, long offset, int mask) {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, offset);
      one.put(0, (byte) (one.get(0) ^ mask)).rewind();
      channel.write(one, offset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Overwrites the end of a stretch with zeros, as a write that was cut off leaves it. */
  static void blank(Path file, long from, long to) {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      SegmentFile.blank(channel, from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
