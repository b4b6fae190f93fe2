package io.machinenative.axiom.plugins.backup.chunk;

import io.machinenative.axiom.plugins.backup.keys.KeyedHash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds where chunks end, by what the bytes are: an insertion moves only the ends near it. FastCDC
 * (Xia et al., USENIX ATC 2016 and IEEE TPDS 2020) with normalised chunking of level 2.
 *
 * <pre>
 *   hash = (hash &lt;&lt; 1) + table[byte]         64 bits: it forgets what is 64 bytes back
 *   a chunk ends where the highest n bits of the hash are zero, with
 *     no end               below min
 *     n = log2(normal)+2   from min to normal
 *     n = log2(normal)-2   from normal to max
 * </pre>
 *
 * <p>The table comes of a key of the repository, so that the lengths of chunks, which everybody can
 * see, do not tell what is in them.
 *
 * <p>One chunk at a time: {@link #begin}, then {@link #scan} over its bytes as they come. One
 * thread's. Allocates nothing.
 */
public final class Chunker {
  /** What {@link #scan} answers when the chunk goes on. */
  public static final int NO_CUT = -1;

  /** How many bytes the hash remembers. */
  private static final int WINDOW_BYTES = Long.SIZE;

  private static final int TABLE_LENGTH = 256;
  private static final int NORMALISATION_BITS = 2;

  private final long[] table;
  private final ChunkSizes sizes;
  private final long rareMask;
  private final long oftenMask;
  private long hash;
  private int scanned;

  /**
   * @param table of {@link #table}; shared, never changed
   */
  public Chunker(long[] table, ChunkSizes sizes) {
    this.table = table;
    this.sizes = sizes;
    int bits = Integer.numberOfTrailingZeros(sizes.normalBytes());
    rareMask = -1L << (Long.SIZE - bits - NORMALISATION_BITS);
    oftenMask = -1L << (Long.SIZE - bits + NORMALISATION_BITS);
  }

  /** The table of a key: its words are HMAC-SHA-256 of their place, the first 8 bytes. */
  public static long[] table(byte[] key) {
    long[] table = new long[TABLE_LENGTH];
    try (KeyedHash hash = new KeyedHash(key)) {
      for (int i = 0; i < TABLE_LENGTH; i++) {
        byte[] word = hash.hash(new byte[] {(byte) i});
        table[i] = ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).getLong();
      }
    }
    return table;
  }

  /** Begins a chunk. */
  public void begin() {
    hash = 0;
    scanned = 0;
  }

  /**
   * Goes on in a chunk.
   *
   * @param data its next bytes
   * @param length how many: not beyond the longest chunk
   * @return how many of them are the chunk's last ones, or {@link #NO_CUT} when it goes on
   */
  public int scan(byte[] data, int length) {
    int at = Math.max(0, sizes.minBytes() - WINDOW_BYTES - scanned);
    int warm = Math.min(length, sizes.minBytes() - scanned);
    int rare = Math.min(length, sizes.normalBytes() - scanned);
    int end = Math.min(length, sizes.maxBytes() - scanned);
    long h = hash;
    long[] words = table;
    for (; at < warm; at++) {
      h = (h << 1) + words[data[at] & 0xFF];
    }
    for (; at < rare; at++) {
      h = (h << 1) + words[data[at] & 0xFF];
      if ((h & rareMask) == 0) {
        return at + 1;
      }
    }
    for (; at < end; at++) {
      h = (h << 1) + words[data[at] & 0xFF];
      if ((h & oftenMask) == 0) {
        return at + 1;
      }
    }
    hash = h;
    scanned += length;
    return scanned >= sizes.maxBytes() ? end : NO_CUT;
  }
}
