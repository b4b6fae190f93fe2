package io.machinenative.axiom.natives.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Whether an ELF file is as long as it says. The system's loader maps what the program headers
 * name; beyond the end of the file there is nothing, and touching it ends the process.
 *
 * <pre>
 *   ELF header      32 offset of the program headers  54 length of one  56 how many
 *   program header   0 type (1: load)   8 offset   32 bytes in the file
 * </pre>
 *
 * <p>System V ABI, "ELF Header" and "Program Header", 64-bit little-endian: all the machines that
 * we run on.
 */
final class ElfFile {
  private static final int HEADER_BYTES = 64;
  private static final int PROGRAM_HEADER_BYTES = 56;
  private static final int MAGIC = 0x464C457F;
  private static final int CLASS_64_LITTLE = 0x0102;
  private static final int LOAD = 1;

  private ElfFile() {}

  /**
   * Reads the headers; whatever is no 64-bit little-endian ELF file passes, for the loader refuses
   * it.
   *
   * @throws UnusableLibraryException when the file is cut off
   */
  static void requireWhole(Path file) throws UnusableLibraryException, IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer header = read(channel, 0, HEADER_BYTES);
      boolean elf =
          header.remaining() >= Integer.BYTES + Short.BYTES
              && header.getInt(0) == MAGIC
              && header.getShort(4) == CLASS_64_LITTLE;
      if (!elf) {
        return;
      }
      requireBytes(HEADER_BYTES, channel.size());
      long offset = header.getLong(32);
      int step = header.getShort(54) & 0xffff;
      int count = header.getShort(56) & 0xffff;
      for (int i = 0; i < count; i++) {
        requireSegment(channel, offset + (long) i * step);
      }
    }
  }

  private static void requireSegment(FileChannel channel, long at)
      throws UnusableLibraryException, IOException {
    requireBytes(at + PROGRAM_HEADER_BYTES, channel.size());
    ByteBuffer segment = read(channel, at, PROGRAM_HEADER_BYTES);
    if (segment.getInt(0) == LOAD) {
      requireBytes(segment.getLong(8) + segment.getLong(32), channel.size());
    }
  }

  private static void requireBytes(long expected, long actual) throws UnusableLibraryException {
    if (expected < 0 || expected > actual) {
      throw new UnusableLibraryException(
          "damaged: expected at least " + expected + " bytes, actual " + actual);
    }
  }

  private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int read = 0;
    while (buffer.hasRemaining() && read >= 0) {
      read = channel.read(buffer, at + buffer.position());
    }
    return buffer.flip();
  }
}
