package io.machinenative.axiom.plugins.backup.pack;

import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.GcmContext;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdDecompressor;
import io.machinenative.axiom.natives.zstd.ZstdException;
import io.machinenative.axiom.natives.zstd.ZstdLimits;
import io.machinenative.axiom.plugins.backup.format.ByteSource;
import io.machinenative.axiom.plugins.backup.format.ChunkId;
import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.keys.KeyedHash;
import io.machinenative.axiom.plugins.backup.keys.RepositoryKeys;
import io.machinenative.axiom.plugins.backup.storage.Storage;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads chunks out of packs, and proves them: the tag, the length, and, when asked, the name.
 *
 * <p>One thread's. Owns its contexts and buffers: what it answers is valid until the next call.
 * Storage and keys are the caller's.
 */
public final class PackReader implements AutoCloseable {
  /** No chunk of a tree is longer. */
  private static final int TREE_MAX_BYTES = 1 << 20;

  private final Storage storage;
  private final Arena arena = Arena.ofConfined();
  private final PackKeys keys;
  private final GcmContext cipher = AesGcm.newContext();
  private final ZstdDecompressor decompressor;
  private final KeyedHash dataHash;
  private final KeyedHash treeHash;
  private final MemorySegment nonce = arena.allocate(AesGcm.NONCE_BYTES);
  private final MemorySegment aad = arena.allocate(PackFormat.HEADER_BYTES + ChunkId.BYTES);
  private final int chunkMaxBytes;
  private final MemorySegment sealed;
  private final MemorySegment raw;

  /**
   * @param chunkMaxBytes of the repository
   */
  public PackReader(Storage storage, RepositoryKeys keys, int chunkMaxBytes) {
    this.storage = storage;
    this.keys = new PackKeys(keys);
    this.chunkMaxBytes = Math.max(chunkMaxBytes, TREE_MAX_BYTES);
    decompressor = Zstd.newDecompressor(ZstdLimits.ofBytes(this.chunkMaxBytes));
    dataHash = keys.chunkHash(ChunkKind.DATA);
    treeHash = keys.chunkHash(ChunkKind.TREE);
    sealed = arena.allocate(sealedMaxBytes());
    raw = arena.allocate(this.chunkMaxBytes);
  }

  private long sealedMaxBytes() {
    return 1 + Zstd.compressBound(chunkMaxBytes) + AesGcm.TAG_BYTES;
  }

  /**
   * Reads a chunk.
   *
   * @param prove whether to compute its name, too, which the tag already vouches for: for who does
   *     not trust the writer's memory
   * @return its content, until the next call
   * @throws DamagedException when it is not what was written
   * @throws java.nio.file.NoSuchFileException when there is no such pack
   */
  public MemorySegment read(
      ObjectId pack, ChunkKind kind, byte[] id, long offset, int sealedBytes, boolean prove)
      throws IOException {
    MemorySegment encoded = readEncoded(pack, kind, id, offset, sealedBytes);
    long payloadBytes = encoded.byteSize() - 1;
    int encoding = encoded.get(ValueLayout.JAVA_BYTE, 0);
    MemorySegment content = encoded.asSlice(1);
    if (encoding == PackFormat.ZSTD) {
      content = raw.asSlice(0, decompress(pack, offset, encoded, payloadBytes));
    } else if (encoding != PackFormat.RAW) {
      throw damaged(pack, offset, "expected encoding 0 or 1, actual " + encoding);
    }
    if (prove) {
      KeyedHash hash = kind == ChunkKind.DATA ? dataHash : treeHash;
      byte[] actual = hash.hash(content);
      if (!Arrays.equals(actual, 0, ChunkId.BYTES, id, 0, ChunkId.BYTES)) {
        throw damaged(
            pack, offset, "expected the content of chunk " + ChunkId.text(id) + ", actual other");
      }
    }
    return content;
  }

  private long decompress(ObjectId pack, long offset, MemorySegment encoded, long payloadBytes)
      throws DamagedException {
    try {
      return decompressor.decompress(encoded, 1, payloadBytes, raw, 0, raw.byteSize());
    } catch (ZstdException e) {
      throw new DamagedException(place(pack, offset) + ": " + e.getMessage(), e);
    }
  }

  /** Reads a chunk as it was compressed: encoding and payload, until the next call. */
  public MemorySegment readEncoded(
      ObjectId pack, ChunkKind kind, byte[] id, long offset, int sealedBytes) throws IOException {
    if (sealedBytes <= AesGcm.TAG_BYTES || sealedBytes > sealed.byteSize()) {
      throw damaged(
          pack,
          offset,
          "expected a sealed chunk of 17 to %d bytes, actual %d"
              .formatted(sealed.byteSize(), sealedBytes));
    }
    MemorySegment part = sealed.asSlice(0, sealedBytes);
    try {
      storage.read(PackFormat.name(pack), offset, part);
    } catch (EOFException e) {
      throw new DamagedException(place(pack, offset) + ": the pack is cut off", e);
    }
    putHeader(pack, kind);
    MemorySegment.copy(id, 0, aad, ValueLayout.JAVA_BYTE, PackFormat.HEADER_BYTES, ChunkId.BYTES);
    return open(pack, offset, part, aad);
  }

  private void putHeader(ObjectId pack, ChunkKind kind) {
    MemorySegment.copy(
        PackFormat.header(pack, kind), 0, aad, ValueLayout.JAVA_BYTE, 0, PackFormat.HEADER_BYTES);
  }

  private MemorySegment open(
      ObjectId pack, long offset, MemorySegment part, MemorySegment associated)
      throws DamagedException {
    MemorySegment plain = part.asSlice(0, part.byteSize() - AesGcm.TAG_BYTES);
    PackFormat.putNonce(nonce, offset);
    if (cipher.open(keys.of(pack), nonce, associated, part, plain) == AesGcm.TAG_MISMATCH) {
      throw damaged(
          pack,
          offset,
          "expected %d sealed bytes as written, actual bytes that differ"
              .formatted(part.byteSize()));
    }
    return plain;
  }

  /**
   * Reads what is in a pack, and proves header, directory and trailer.
   *
   * @param packBytes as the storage says
   */
  public PackDirectory directory(ObjectId pack, long packBytes) throws IOException {
    if (packBytes < PackFormat.HEADER_BYTES + AesGcm.TAG_BYTES + PackFormat.TRAILER_BYTES
        || packBytes > PackFormat.MAX_BYTES) {
      throw damaged(pack, 0, "expected a pack, actual " + packBytes + " bytes");
    }
    ChunkKind kind = PackFormat.kindOf(pack, bytes(pack, 0, PackFormat.HEADER_BYTES));
    long trailerAt = packBytes - PackFormat.TRAILER_BYTES;
    ByteSource trailer =
        new ByteSource(place(pack, trailerAt), bytes(pack, trailerAt, PackFormat.TRAILER_BYTES));
    int directoryBytes = trailer.u32();
    int chunks = trailer.u32();
    long directoryAt = trailerAt - directoryBytes;
    if (!PackFormat.endsAsExpected(trailer)
        || directoryBytes < AesGcm.TAG_BYTES
        || directoryAt < PackFormat.HEADER_BYTES
        || chunks < 0
        || chunks > PackFormat.MAX_CHUNKS) {
      throw trailer.damaged("expected the trailer of a pack, actual other bytes");
    }
    putHeader(pack, kind);
    byte[] directory;
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment part = scratch.allocate(directoryBytes);
      readPart(pack, directoryAt, part);
      directory =
          open(pack, directoryAt, part, aad.asSlice(0, PackFormat.HEADER_BYTES))
              .toArray(ValueLayout.JAVA_BYTE);
    }
    ByteSource source = new ByteSource(place(pack, directoryAt), directory);
    return new PackDirectory(pack, kind, packBytes, entries(source, chunks, directoryAt));
  }

  private static List<PackEntry> entries(ByteSource source, int chunks, long directoryAt)
      throws DamagedException {
    List<PackEntry> entries = new ArrayList<>(chunks);
    long offset = PackFormat.HEADER_BYTES;
    for (int i = 0; i < chunks; i++) {
      byte[] id = source.raw(ChunkId.BYTES);
      long sealedBytes = source.varint();
      long rawBytes = source.varint();
      if (sealedBytes <= AesGcm.TAG_BYTES
          || sealedBytes > directoryAt - offset
          || rawBytes < 0
          || rawBytes > Integer.MAX_VALUE) {
        throw source.damaged("expected the length of a chunk, actual " + sealedBytes);
      }
      entries.add(new PackEntry(id, offset, (int) sealedBytes, (int) rawBytes));
      offset += sealedBytes;
    }
    source.requireEnd();
    if (offset != directoryAt) {
      throw source.damaged("expected chunks up to " + directoryAt + ", actual to " + offset);
    }
    return entries;
  }

  private byte[] bytes(ObjectId pack, long offset, int length) throws IOException {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment part = scratch.allocate(length);
      readPart(pack, offset, part);
      return part.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  private void readPart(ObjectId pack, long offset, MemorySegment part) throws IOException {
    try {
      storage.read(PackFormat.name(pack), offset, part);
    } catch (EOFException e) {
      throw new DamagedException(place(pack, offset) + ": the pack is cut off", e);
    }
  }

  private static String place(ObjectId pack, long offset) {
    return PackFormat.name(pack) + " at " + offset;
  }

  private static DamagedException damaged(ObjectId pack, long offset, String message) {
    return new DamagedException(place(pack, offset) + ": " + message);
  }

  @Override
  public void close() {
    cipher.close();
    keys.close();
    decompressor.close();
    dataHash.close();
    treeHash.close();
    arena.close();
  }
}
