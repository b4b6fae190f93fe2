package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes and cleans journal segments. Stateless. */
final class SegmentFile {
  private static final int BLANK_BYTES = 64 * 1024;

  private SegmentFile() {}

  /**
   * Makes a segment at its full length, filled with zeros: the disk has no more to refuse later,
   * and a sync needs to write no more than data.
   */
  static FileChannel create(
      StoreFiles files, FileHeader header, long fileBytes, Durability durability)
      throws IOException {
    Path file = files.segment(header.number());
    Path unfinished = StoreFiles.unfinished(file);
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      // What is renamed has to have its header, also when the machine goes down with PROCESS.
      write(channel, header.encode(), 0);
      channel.force(true);
      blank(channel, FileHeader.BYTES, fileBytes);
      if (durability == Durability.POWER) {
        channel.force(true);
      }
    } catch (IOException e) {
      StoreFiles.remove(unfinished);
      throw e;
    }
    files.finish(file);
    return FileChannel.open(file, StandardOpenOption.WRITE);
  }

  /** Overwrites a stretch with zeros. */
  static void blank(FileChannel channel, long from, long to) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(BLANK_BYTES);
    for (long offset = from; offset < to; offset += zeros.limit()) {
      zeros.clear().limit((int) Math.min(BLANK_BYTES, to - offset));
      write(channel, zeros, offset);
    }
  }

  /** Writes a buffer from its position to its limit. */
  static void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
    long at = offset;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }
}
