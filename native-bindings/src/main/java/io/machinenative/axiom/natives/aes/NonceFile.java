package io.machinenative.axiom.natives.aes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * The file that remembers up to where a {@link NonceSequence} may have counted. Two records,
 * written in turns and each in a disk block of its own: when power fails while one is written, the
 * other one is whole.
 *
 * <pre>
 *   at 0 and at 4096, big-endian
 *   0            8             16           20      24                32         36
 *   ├─ AXNONCE1 ─┼─ write no. ─┼─ fixed ────┼─ 0 ───┼─ reserved up to ┼─ CRC32C ─┤
 * </pre>
 *
 * <p>Locked for as long as it is open, against other processes and this one. Any thread, one at a
 * time.
 */
final class NonceFile {
  /** Counters that one synchronisation is good for, and that a crash skips at most. */
  static final long RESERVE_AHEAD = 1L << 18;

  private static final long MAGIC = 0x41584e4f4e434531L; // AXNONCE1
  private static final int RECORD_BYTES = 36;
  private static final int RECORD_DISTANCE_BYTES = 4096;

  /**
   * The files that this process has open. A lock of POSIX belongs to the process, and is gone as
   * soon as the process closes the file once: so the second one to ask must not even open it.
   */
  private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;
  private final int fixedPart;
  private long writeNo;
  private long reserved;
  private boolean broken;

  private NonceFile(Path path, FileChannel channel, int fixedPart, long writeNo, long reserved) {
    this.path = path;
    this.channel = channel;
    this.fixedPart = fixedPart;
    this.writeNo = writeNo;
    this.reserved = reserved;
  }

  /** Makes it, readable and writable for its owner. */
  static NonceFile create(Path file, int fixedPart) throws IOException {
    Files.createFile(file, OwnerOnly.attributes());
    try {
      return locked(file, (path, channel) -> writeFirst(path, channel, fixedPart));
    } catch (IOException e) {
      Files.delete(file); // no nonce was used yet
      throw e;
    }
  }

  private static NonceFile writeFirst(Path path, FileChannel channel, int fixedPart)
      throws IOException {
    NonceFile created = new NonceFile(path, channel, fixedPart, 0, 0);
    created.reserve(0);
    created.reserve(0);
    synchronizeFolder(path);
    return created;
  }

  static NonceFile open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "expected the nonces' file: without it, nonces would repeat");
    }
    return locked(file, NonceFile::read);
  }

  /** Does something with a channel that nobody else has. */
  private interface Opening {
    NonceFile with(Path path, FileChannel channel) throws IOException;
  }

  private static NonceFile locked(Path file, Opening opening) throws IOException {
    Path path = file.toRealPath();
    if (!OPEN_HERE.add(path)) {
      throw new IOException(
          path + ": expected to be its only user, actual this process has it open");
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new IOException(path + ": expected to be its only user, actual another process is");
      }
      return opening.with(path, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      OPEN_HERE.remove(path);
      throw e;
    }
  }

  private static NonceFile read(Path path, FileChannel channel) throws IOException {
    ByteBuffer first = record(channel, 0);
    ByteBuffer second = record(channel, RECORD_DISTANCE_BYTES);
    if (first == null && second == null) {
      throw new IOException(path + ": expected a nonces' file, actual a damaged or foreign one");
    }
    boolean useFirst = second == null || (first != null && first.getLong(8) > second.getLong(8));
    ByteBuffer latest = useFirst ? first : second;
    return new NonceFile(path, channel, latest.getInt(16), latest.getLong(8), latest.getLong(24));
  }

  /** A record, or null when it is not whole. */
  private static ByteBuffer record(FileChannel channel, long at) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
    while (record.hasRemaining() && channel.read(record, at + record.position()) > 0) {}
    boolean whole =
        !record.hasRemaining()
            && record.getLong(0) == MAGIC
            && record.getInt(32) == checksum(record)
            && record.getLong(24) >= 0;
    return whole ? record : null;
  }

  private static int checksum(ByteBuffer record) {
    CRC32C crc = new CRC32C();
    crc.update(record.array(), 0, 32);
    return (int) crc.getValue();
  }

  int fixedPart() {
    return fixedPart;
  }

  /** Counters below may have been used. */
  long reserved() {
    return reserved;
  }

  /**
   * Remembers that counters below may be used from now on.
   *
   * @throws IOException when that is not on the disk for certain; this file reserves nothing more
   *     then
   */
  void reserve(long upTo) throws IOException {
    if (broken || upTo < reserved) {
      throw new IOException(
          path
              + (broken
                  ? ": an earlier write failed"
                  : ": expected to go forward, actual " + upTo));
    }
    ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
    record.putLong(MAGIC).putLong(writeNo + 1).putInt(fixedPart).putInt(0).putLong(upTo);
    record.putInt(checksum(record)).flip();
    long at = (writeNo + 1) % 2 * RECORD_DISTANCE_BYTES;
    broken = true;
    while (record.hasRemaining()) {
      channel.write(record, at + record.position());
    }
    channel.force(true);
    broken = false;
    writeNo++;
    reserved = upTo;
  }

  private static void synchronizeFolder(Path path) throws IOException {
    try (FileChannel folder = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  void close() throws IOException {
    if (channel.isOpen()) {
      channel.close();
      OPEN_HERE.remove(path);
    }
  }
}
