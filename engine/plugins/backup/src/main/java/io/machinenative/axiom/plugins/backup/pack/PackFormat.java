package io.machinenative.axiom.plugins.backup.pack;

import io.machinenative.axiom.plugins.backup.format.ByteSink;
import io.machinenative.axiom.plugins.backup.format.ByteSource;
import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A pack, byte by byte; numbers are little-endian.
 *
 * <pre>
 *   0          8         9      10         16         32
 *   ├──────────┼─────────┼──────┼──────────┼──────────┼── sealed chunk ─┼── ... ─┼─ directory ─┼─ trailer
 *    magic      version   kind   zeros      pack's id
 *    AXBKPACK   1         1, 2   6          16
 *
 *   sealed chunk   ├─ encoding ─┼─ payload ─────────┼─ tag ─┤     encoding and payload are encrypted
 *                   0 as it is   n                   16
 *                   1 zstd
 *   directory      ├─ for each chunk: id 20, sealed bytes (varint), raw bytes (varint) ─┼─ tag 16 ─┤
 *   trailer        ├─ directory's bytes, with tag: u32 ─┼─ chunks: u32 ─┼─ AXBKEND1 ─┤
 * </pre>
 *
 * <p>The nonce of a sealed part is its place in the pack, 8 bytes, and four zeros: no place has two
 * parts, and no pack shares its key with another. Associated data: of a chunk the pack's first 32
 * bytes and the chunk's id; of the directory the pack's first 32 bytes.
 *
 * <p>Chunks lie one behind the other from byte 32 to the directory, without gaps, so that each byte
 * is either authenticated or known.
 */
public final class PackFormat {
  public static final int HEADER_BYTES = 32;
  public static final int TRAILER_BYTES = 16;

  /** Most chunks in a pack: the directory stays below half a megabyte. */
  public static final int MAX_CHUNKS = 16 << 10;

  /** No pack is longer, so that places and lengths fit into 32 bits. */
  public static final long MAX_BYTES = 1L << 31;

  static final int RAW = 0;
  static final int ZSTD = 1;

  /** The folder of packs. */
  public static final String FOLDER = "packs";

  static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final byte[] MAGIC = "AXBKPACK".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "AXBKEND1".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int ZEROS = 6;

  private PackFormat() {}

  /** The storage's name of a pack. */
  public static String name(ObjectId pack) {
    return FOLDER + "/" + pack;
  }

  static byte[] header(ObjectId pack, ChunkKind kind) {
    ByteSink header = new ByteSink(HEADER_BYTES);
    header.raw(MAGIC).u8(VERSION).u8(kind.code()).raw(new byte[ZEROS]);
    pack.write(header);
    return header.toArray();
  }

  /** Checks the first bytes of a pack. */
  static ChunkKind kindOf(ObjectId pack, byte[] header) throws DamagedException {
    ByteSource source = new ByteSource(name(pack) + " at 0", header);
    if (!Arrays.equals(source.raw(MAGIC.length), MAGIC)) {
      throw source.damaged("expected a pack, actual another file");
    }
    int version = source.u8();
    if (version != VERSION) {
      throw source.damaged("expected version 1, actual " + version);
    }
    ChunkKind kind = ChunkKind.of(source);
    if (!Arrays.equals(header, header(pack, kind))) {
      throw source.damaged("expected the header of this pack, actual another");
    }
    return kind;
  }

  static byte[] trailer(int directoryBytes, int chunks) {
    return new ByteSink(TRAILER_BYTES).u32(directoryBytes).u32(chunks).raw(END).toArray();
  }

  static boolean endsAsExpected(ByteSource trailer) throws DamagedException {
    return Arrays.equals(trailer.raw(END.length), END);
  }

  /**
   * @param nonce 12 bytes
   */
  static void putNonce(MemorySegment nonce, long place) {
    nonce.set(U64, 0, place);
    nonce.set(U32, Long.BYTES, 0);
  }
}
