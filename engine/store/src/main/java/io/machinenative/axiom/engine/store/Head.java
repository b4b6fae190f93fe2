package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The file {@code head}: mapped, so that a commit tells how far it came without a call, and readers
 * in other processes see it. Two slots are written in turn; the one with the higher sequence and a
 * right checksum counts, so a writer that is killed half way leaves the one before.
 *
 * <pre>
 *   0           512      1024     1536         4096
 *   +-----------+--------+--------+------------+
 *   | header 64 | slot 0 | slot 1 | generation |
 *   +-----------+--------+--------+------------+
 *
 *   a slot, little endian
 *   0        8          16        24         32         40        56           57
 *   +--------+----------+---------+----------+----------+---------+------------+-------+-------+
 *   | crc32c | sequence | segment | position | revision | boot    | durability | clean | zeros |
 *   | u32, 0 | int64    | int64   | int64    | int64    | 2 int64 | u8         | u8    |       |
 *   +--------+----------+---------+----------+----------+---------+------------+-------+-------+
 *   64           72            80             88        96             104         112         116
 *   +------------+-------------+--------------+---------+--------------+-----------+-----------+
 *   | generation | max records | max payload  | records | payloadBytes | viewBytes | viewCrc   |
 *   +------------+-------------+--------------+---------+--------------+-----------+-----------+
 * </pre>
 *
 * The checksum covers 8 to 115. The generation at 1536 is a hint: readers look there whether the
 * slots are worth reading again. One thread writes; one reads each instance. Owns its mapping.
 */
final class Head implements AutoCloseable {
  static final int FILE_BYTES = 4096;

  private static final int[] SLOT_OFFSETS = {512, 1024};
  private static final int SLOT_BYTES = 116;
  private static final int HINT_OFFSET = 1536;

  private static final int SEQUENCE = 8;
  private static final int SEGMENT = 16;
  private static final int POSITION = 24;
  private static final int REVISION = 32;
  private static final int BOOT = 40;
  private static final int DURABILITY = 56;
  private static final int CLEAN = 57;
  private static final int GENERATION = 64;
  private static final int MAX_RECORDS = 72;
  private static final int MAX_PAYLOAD = 80;
  private static final int RECORDS = 88;
  private static final int PAYLOAD = 96;
  private static final int VIEW_BYTES = 104;
  private static final int VIEW_CRC = 112;

  private final MappedByteBuffer mapped;
  private final UnsafeBuffer buffer;
  private final ByteBuffer scratch =
      ByteBuffer.allocateDirect(SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final Crc32c scratchCrc = new Crc32c(scratch);
  private final UUID storeId;
  private long sequence;

  private Head(MappedByteBuffer mapped, UUID storeId) {
    this.mapped = mapped;
    this.storeId = storeId;
    buffer = new UnsafeBuffer(mapped);
  }

  /** Makes the file, in place of one that may be there. */
  static Head create(StoreFiles files, UUID storeId, HeadState state) throws IOException {
    Path file = files.head();
    Path unfinished = StoreFiles.unfinished(file);
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(FILE_BYTES), 0);
      channel.write(new FileHeader(FileHeader.Kind.HEAD, storeId, 0, 0).encode(), 0);
      channel.force(true);
    }
    files.finish(file);
    Head head = open(file);
    head.write(state);
    head.mapped.force();
    return head;
  }

  /** Maps the file to write. */
  static Head open(Path file) throws IOException {
    return open(file, FileChannel.MapMode.READ_WRITE);
  }

  /** Maps the file to read along. */
  static Head openToRead(Path file) throws IOException {
    return open(file, FileChannel.MapMode.READ_ONLY);
  }

  /**
   * Maps the file.
   *
   * @throws StoreDamagedException when its header is damaged
   * @throws StoreFormatException when it is no head
   */
  private static Head open(Path file, FileChannel.MapMode mode) throws IOException {
    if (Files.size(file) != FILE_BYTES) {
      throw new StoreDamagedException(
          file, 0, "expected %d bytes, actual %d".formatted(FILE_BYTES, Files.size(file)));
    }
    MappedByteBuffer mapped = IoUtil.mapExistingFile(file.toFile(), mode, file.toString());
    mapped.order(ByteOrder.LITTLE_ENDIAN);
    try {
      ByteBuffer header =
          ByteBuffer.allocateDirect(FileHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      header.put(0, mapped, 0, FileHeader.BYTES);
      FileHeader decoded = FileHeader.decode(header, file, FileHeader.Kind.HEAD);
      return new Head(mapped, decoded.storeId());
    } catch (RuntimeException e) {
      IoUtil.unmap(mapped);
      throw e;
    }
  }

  UUID storeId() {
    return storeId;
  }

  /** Writes the next state; {@link #sync} makes it outlive the power. */
  void write(HeadState state) {
    sequence++;
    scratch.putLong(SEQUENCE, sequence);
    scratch.putLong(SEGMENT, state.segment());
    scratch.putLong(POSITION, state.position());
    scratch.putLong(REVISION, state.revision());
    scratch.putLong(BOOT, state.boot().getMostSignificantBits());
    scratch.putLong(BOOT + Long.BYTES, state.boot().getLeastSignificantBits());
    scratch.put(DURABILITY, (byte) state.durability().ordinal());
    scratch.put(CLEAN, (byte) (state.clean() ? 1 : 0));
    scratch.putLong(GENERATION, state.generation());
    scratch.putLong(MAX_RECORDS, state.size().records());
    scratch.putLong(MAX_PAYLOAD, state.size().payloadBytes());
    scratch.putLong(RECORDS, state.records());
    scratch.putLong(PAYLOAD, state.payloadBytes());
    scratch.putLong(VIEW_BYTES, state.viewBytes());
    scratch.putInt(VIEW_CRC, state.viewChecksum());
    publish();
    buffer.putLongRelease(HINT_OFFSET, state.generation());
  }

  /** The view's generation, as far as a glance tells. */
  long generationHint() {
    return buffer.getLongVolatile(HINT_OFFSET);
  }

  /** Writes only how far the journal came; allocates nothing. */
  void advance(long segment, long position, long revision) {
    sequence++;
    scratch.putLong(SEQUENCE, sequence);
    scratch.putLong(SEGMENT, segment);
    scratch.putLong(POSITION, position);
    scratch.putLong(REVISION, revision);
    publish();
  }

  private void publish() {
    scratch.putInt(0, scratchCrc.of(SEQUENCE, SLOT_BYTES - SEQUENCE));
    int slot = SLOT_OFFSETS[(int) (sequence & 1)];
    buffer.putBytes(slot, scratch, 0, SLOT_BYTES);
  }

  /** The newest state that is whole; empty when both slots are damaged. */
  Optional<HeadState> read() {
    long newest = 0;
    HeadState state = null;
    for (int offset : SLOT_OFFSETS) {
      buffer.getBytes(offset, scratch, 0, SLOT_BYTES);
      long found = scratch.getLong(SEQUENCE);
      if (found > newest
          && scratch.getInt(0) == scratchCrc.of(SEQUENCE, SLOT_BYTES - SEQUENCE)
          && scratch.get(DURABILITY) < Durability.values().length) {
        newest = found;
        state = decode();
      }
    }
    sequence = Math.max(sequence, newest);
    return Optional.ofNullable(state);
  }

  private HeadState decode() {
    return new HeadState(
        scratch.getLong(SEGMENT),
        scratch.getLong(POSITION),
        scratch.getLong(REVISION),
        new UUID(scratch.getLong(BOOT), scratch.getLong(BOOT + Long.BYTES)),
        Durability.values()[scratch.get(DURABILITY)],
        scratch.get(CLEAN) == 1,
        scratch.getLong(GENERATION),
        new StoreSize(scratch.getLong(MAX_RECORDS), scratch.getLong(MAX_PAYLOAD)),
        scratch.getLong(RECORDS),
        scratch.getLong(PAYLOAD),
        scratch.getLong(VIEW_BYTES),
        scratch.getInt(VIEW_CRC));
  }

  /** Writes the mapping to the disk. */
  void sync() {
    try {
      mapped.force();
    } catch (UncheckedIOException e) {
      throw new UncheckedIOException("the head cannot be synced: " + e.getMessage(), e.getCause());
    }
  }

  @Override
  public void close() {
    IoUtil.unmap(mapped);
  }
}
