package io.machinenative.axiom.plugins.backup.pack;

import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.GcmContext;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdCompressor;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import io.machinenative.axiom.plugins.backup.format.ByteSink;
import io.machinenative.axiom.plugins.backup.format.ChunkId;
import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.keys.RepositoryKeys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills packs: compresses each chunk to its place in the pack and seals it there, so that a byte is
 * written once.
 *
 * <p>One thread's. Owns the contexts of compressor and cipher, and the key of the pack that it
 * fills; the pack's memory is the caller's. Allocates a record a chunk.
 */
public final class PackBuilder implements AutoCloseable {
  private static final int ENCODING_BYTES = 1;

  /** Below this a frame's header is longer than what it saves. */
  private static final int LEAST_TO_COMPRESS = 32;

  private static final int DIRECTORY_ENTRY_MAX_BYTES = ChunkId.BYTES + 5 + 5;

  private final RepositoryKeys keys;
  private final ChunkKind kind;
  private final int targetBytes;
  private final Arena arena = Arena.ofConfined();
  private final ZstdCompressor compressor;
  private final GcmContext cipher = AesGcm.newContext();
  private final MemorySegment nonce = arena.allocate(AesGcm.NONCE_BYTES);
  private final MemorySegment aad = arena.allocate(PackFormat.HEADER_BYTES + ChunkId.BYTES);
  private MemorySegment memory;
  private ObjectId pack;
  private AesKey key;
  private List<PackEntry> entries = new ArrayList<>();
  private long length;

  /**
   * @param targetBytes a pack is full from here on
   * @param level of zstd
   */
  public PackBuilder(RepositoryKeys keys, ChunkKind kind, int targetBytes, int level) {
    this.keys = keys;
    this.kind = kind;
    this.targetBytes = targetBytes;
    compressor = Zstd.newCompressor(ZstdSettings.ofLevel(level));
  }

  /** How much memory a pack may take. */
  public static long memoryBytes(int targetBytes, int chunkMaxBytes) {
    return PackFormat.HEADER_BYTES
        + targetBytes
        + ENCODING_BYTES
        + Zstd.compressBound(chunkMaxBytes)
        + AesGcm.TAG_BYTES
        + (long) PackFormat.MAX_CHUNKS * DIRECTORY_ENTRY_MAX_BYTES
        + AesGcm.TAG_BYTES
        + PackFormat.TRAILER_BYTES;
  }

  public boolean isOpen() {
    return memory != null;
  }

  /**
   * Begins a pack.
   *
   * @param id that no pack has had
   * @param buffer at least {@link #memoryBytes}; borrowed until {@link #finish}
   */
  public void begin(ObjectId id, MemorySegment buffer) {
    assert !isOpen() : pack;
    memory = buffer;
    pack = id;
    key = keys.packKey(id);
    entries = new ArrayList<>();
    MemorySegment header = MemorySegment.ofArray(PackFormat.header(id, kind));
    memory.asSlice(0, PackFormat.HEADER_BYTES).copyFrom(header);
    aad.asSlice(0, PackFormat.HEADER_BYTES).copyFrom(header);
    length = PackFormat.HEADER_BYTES;
  }

  public boolean isFull() {
    return length >= targetBytes || entries.size() == PackFormat.MAX_CHUNKS;
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  public ObjectId pack() {
    return pack;
  }

  /**
   * Adds a chunk to a pack that is not full.
   *
   * @param id its name; kept
   * @param content off the heap, borrowed for the call
   */
  public void add(byte[] id, MemorySegment content, long offset, int rawBytes) {
    long payload = length + ENCODING_BYTES;
    long payloadBytes = compress(content, offset, rawBytes, payload);
    int encoding = PackFormat.ZSTD;
    if (payloadBytes < 0) {
      encoding = PackFormat.RAW;
      payloadBytes = rawBytes;
      MemorySegment.copy(content, offset, memory, payload, rawBytes);
    }
    memory.set(ValueLayout.JAVA_BYTE, length, (byte) encoding);
    seal(id, rawBytes, ENCODING_BYTES + payloadBytes);
  }

  /** The frame's length, or -1 when it is hardly shorter than the content. */
  private long compress(MemorySegment content, long offset, int rawBytes, long at) {
    if (rawBytes < LEAST_TO_COMPRESS) {
      return -1;
    }
    long room = Zstd.compressBound(rawBytes);
    long bytes = compressor.compress(content, offset, rawBytes, memory, at, room);
    return bytes == ZstdCompressor.DOES_NOT_FIT || bytes > rawBytes - rawBytes / 64 ? -1 : bytes;
  }

  /**
   * Adds a chunk of another pack, as it was compressed there.
   *
   * @param encoded encoding and payload; borrowed for the call
   */
  public void addEncoded(byte[] id, MemorySegment encoded, int rawBytes) {
    memory.asSlice(length, encoded.byteSize()).copyFrom(encoded);
    seal(id, rawBytes, encoded.byteSize());
  }

  private void seal(byte[] id, int rawBytes, long plainBytes) {
    MemorySegment.copy(id, 0, aad, ValueLayout.JAVA_BYTE, PackFormat.HEADER_BYTES, ChunkId.BYTES);
    long sealedBytes = sealInPlace(plainBytes, aad);
    entries.add(new PackEntry(id, length, (int) sealedBytes, rawBytes));
    length += sealedBytes;
  }

  private long sealInPlace(long plainBytes, MemorySegment associated) {
    PackFormat.putNonce(nonce, length);
    long sealedBytes = plainBytes + AesGcm.TAG_BYTES;
    cipher.seal(
        key,
        nonce,
        associated,
        memory.asSlice(length, plainBytes),
        memory.asSlice(length, sealedBytes));
    return sealedBytes;
  }

  /**
   * Ends the pack: writes directory and trailer, and lets go of the memory.
   *
   * @return what is in it; the pack's bytes are the first {@link PackDirectory#packBytes} of the
   *     memory
   */
  public PackDirectory finish() {
    ByteSink directory = new ByteSink(entries.size() * DIRECTORY_ENTRY_MAX_BYTES);
    for (PackEntry entry : entries) {
      directory.raw(entry.id()).varint(entry.sealedBytes()).varint(entry.rawBytes());
    }
    MemorySegment.copy(
        directory.array(), 0, memory, ValueLayout.JAVA_BYTE, length, directory.length());
    long sealedBytes = sealInPlace(directory.length(), aad.asSlice(0, PackFormat.HEADER_BYTES));
    length += sealedBytes;
    byte[] trailer = PackFormat.trailer((int) sealedBytes, entries.size());
    MemorySegment.copy(trailer, 0, memory, ValueLayout.JAVA_BYTE, length, trailer.length);
    length += trailer.length;
    PackDirectory finished = new PackDirectory(pack, kind, length, entries);
    key.close();
    key = null;
    memory = null;
    return finished;
  }

  /** Gives up a pack that is not finished, and gives contexts back. */
  @Override
  public void close() {
    if (key != null) {
      key.close();
    }
    memory = null;
    cipher.close();
    compressor.close();
    arena.close();
  }
}
