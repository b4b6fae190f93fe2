package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.feed.StoreLineage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * The file {@code lineage}: which run of the store this is. Written anew whenever the store is
 * opened. One that is damaged, or was left out of a backup, is none: then no run went before, and
 * every watcher reads anew.
 *
 * <pre>
 *   0          8         24           40             48       60       64
 *   +----------+---------+------------+--------------+--------+--------+
 *   | AXLINE01 | id      | id before  | its revision | zeros  | crc32c |
 *   |          | 2 int64 | 2 int64    | int64        |        | 0..59  |
 *   +----------+---------+------------+--------------+--------+--------+
 * </pre>
 *
 * Little endian. Under the store's lock; stateless.
 */
final class LineageFile {
  private static final int BYTES = 64;
  private static final byte[] MAGIC = "AXLINE01".getBytes(StandardCharsets.US_ASCII);
  private static final int ID_OFFSET = MAGIC.length;
  private static final int PREVIOUS_OFFSET = ID_OFFSET + 2 * Long.BYTES;
  private static final int REVISION_OFFSET = PREVIOUS_OFFSET + 2 * Long.BYTES;
  private static final int CRC_OFFSET = BYTES - Integer.BYTES;

  private LineageFile() {}

  /**
   * Begins a run after the one that the file names, and writes it down before anybody hears of it.
   *
   * @param id of the run that begins
   * @param revision the last there is
   * @throws IOException when the disk refuses
   */
  static StoreLineage begin(StoreFiles files, UUID id, long revision) throws IOException {
    UUID previous = read(files.lineage()).map(StoreLineage::id).orElse(StoreLineage.NO_ID);
    StoreLineage lineage = new StoreLineage(id, previous, revision);
    try (FileChannel channel =
        FileChannel.open(
            StoreFiles.unfinished(files.lineage()),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(encode(lineage));
      channel.force(true);
    }
    files.finish(files.lineage());
    return lineage;
  }

  private static ByteBuffer encode(StoreLineage lineage) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(0, MAGIC);
    putId(bytes, ID_OFFSET, lineage.id());
    putId(bytes, PREVIOUS_OFFSET, lineage.previousId());
    bytes.putLong(REVISION_OFFSET, lineage.startRevision());
    bytes.putInt(CRC_OFFSET, new Crc32c(bytes).of(0, CRC_OFFSET));
    return bytes.clear();
  }

  private static void putId(ByteBuffer bytes, int offset, UUID id) {
    bytes.putLong(offset, id.getMostSignificantBits());
    bytes.putLong(offset + Long.BYTES, id.getLeastSignificantBits());
  }

  /** Empty when there is none that is whole. */
  static Optional<StoreLineage> read(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) != BYTES) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(Files.readAllBytes(file)).clear();
    byte[] magic = new byte[MAGIC.length];
    bytes.get(0, magic);
    boolean whole =
        Arrays.equals(magic, MAGIC)
            && bytes.getInt(CRC_OFFSET) == new Crc32c(bytes).of(0, CRC_OFFSET);
    return whole
        ? Optional.of(
            new StoreLineage(
                id(bytes, ID_OFFSET), id(bytes, PREVIOUS_OFFSET), bytes.getLong(REVISION_OFFSET)))
        : Optional.empty();
  }

  private static UUID id(ByteBuffer bytes, int offset) {
    return new UUID(bytes.getLong(offset), bytes.getLong(offset + Long.BYTES));
  }
}
