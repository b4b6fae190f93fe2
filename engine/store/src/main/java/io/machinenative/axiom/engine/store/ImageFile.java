package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.RecordStore.ImageContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What a registry made of the records, from an orderly end to the next start. One thread;
 * stateless.
 *
 * <pre>
 *   | header 64: kind 4, number = revision | content | crc32c u32, of the content |
 * </pre>
 *
 * It is removed as soon as it is opened: a revision tells what the records were only as long as
 * nobody puts back older files.
 */
final class ImageFile {
  private static final int WINDOW_BYTES = 1 << 20;
  private static final int FOOTER_BYTES = Integer.BYTES;

  private ImageFile() {}

  /** Writes; leaves nothing when that fails. */
  static void write(StoreFiles files, UUID storeId, long revision, ImageContent content)
      throws IOException {
    Path file = files.image();
    Path unfinished = StoreFiles.unfinished(file);
    try {
      try (FileChannel channel =
          FileChannel.open(
              unfinished,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        Sum sum = new Sum(channel);
        FileHeader header = new FileHeader(FileHeader.Kind.IMAGE, storeId, revision, revision);
        writeAll(channel, header.encode());
        content.writeTo(sum);
        ByteBuffer footer = ByteBuffer.allocate(FOOTER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        writeAll(channel, footer.putInt((int) sum.crc.getValue()).flip());
      }
      files.finish(file);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Adds up what goes through. */
  private static final class Sum implements WritableByteChannel {
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();

    private Sum(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int written = bytes.remaining();
      crc.update(bytes.duplicate());
      writeAll(channel, bytes);
      return written;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() {
      // Whoever opened the file closes it.
    }
  }

  /**
   * Opens and removes it.
   *
   * @return empty when there is none, or it is of other records, or not whole
   */
  static Optional<ReadableByteChannel> take(StoreFiles files, UUID storeId, long revision)
      throws IOException {
    Path file = files.image();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    boolean good = false;
    try {
      Files.delete(file);
      good = isOf(channel, file, storeId, revision) && isWhole(channel);
      return good ? Optional.of(new Content(channel, contentEnd(channel))) : Optional.empty();
    } finally {
      if (!good) {
        channel.close();
      }
    }
  }

  private static boolean isOf(FileChannel channel, Path file, UUID storeId, long revision)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(FileHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
    try {
      FileHeader header = FileHeader.decode(bytes.flip(), file, FileHeader.Kind.IMAGE);
      return header.storeId().equals(storeId) && header.number() == revision;
    } catch (StoreDamagedException | StoreFormatException e) {
      // Made anew, as if there were none.
      return false;
    }
  }

  private static long contentEnd(FileChannel channel) throws IOException {
    return channel.size() - FOOTER_BYTES;
  }

  private static boolean isWhole(FileChannel channel) throws IOException {
    long end = contentEnd(channel);
    if (end < FileHeader.BYTES) {
      return false;
    }
    ByteBuffer window = ByteBuffer.allocateDirect(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    CRC32C crc = new CRC32C();
    Content content = new Content(channel, end);
    while (content.read(window.clear()) >= 0) {
      crc.update(window.flip());
    }
    window.clear().limit(FOOTER_BYTES);
    channel.read(window, end);
    boolean whole = window.getInt(0) == (int) crc.getValue();
    channel.position(FileHeader.BYTES);
    return whole;
  }

  /** The bytes between header and footer. */
  private static final class Content implements ReadableByteChannel {
    private final FileChannel channel;
    private final long end;

    private Content(FileChannel channel, long end) {
      this.channel = channel;
      this.end = end;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      long left = end - channel.position();
      if (left <= 0) {
        return -1;
      }
      int limit = into.limit();
      if (into.remaining() > left) {
        into.limit(into.position() + (int) left);
      }
      int read = channel.read(into);
      into.limit(limit);
      return read;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
