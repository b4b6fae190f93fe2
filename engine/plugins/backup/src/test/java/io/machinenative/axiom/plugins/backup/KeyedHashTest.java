package io.machinenative.axiom.plugins.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.plugins.backup.chunk.ChunkSizes;
import io.machinenative.axiom.plugins.backup.chunk.Chunker;
import io.machinenative.axiom.plugins.backup.keys.KeyedHash;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/** Names and borders of chunks, against what others compute. */
class KeyedHashTest {
  private static final long SEED = 77;

  @Test
  void isHmac() {
    // RFC 4231, test case 2.
    try (KeyedHash hash = new KeyedHash(SeededTree.utf8("Jefe"))) {
      assertEquals(
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
          HexFormat.of().formatHex(hash.hash(SeededTree.utf8("what do ya want for nothing?"))));
    }
    SplittableRandom random = new SplittableRandom(SEED);
    for (int length : new int[] {0, 1, 63, 64, 65, 32_767, 32_768, 100_001}) {
      byte[] key = SeededTree.bytes(random, 32);
      byte[] content = SeededTree.bytes(random, length);
      HMac other = new HMac(new SHA256Digest());
      other.init(new KeyParameter(key));
      other.update(content, 0, length);
      byte[] expected = new byte[KeyedHash.HASH_BYTES];
      other.doFinal(expected, 0);
      try (KeyedHash hash = new KeyedHash(key)) {
        hash.begin();
        hash.update(key, 0, 5); // Given up: it leaves no trace.
        assertArrayEquals(
            expected, hash.hash(MemorySegment.ofArray(content)), "seed " + SEED + " " + length);
        assertArrayEquals(expected, hash.hash(content));
      }
    }
  }

  @Test
  void cutsWhereTheFormatSays() {
    ChunkSizes sizes = new ChunkSizes(4 << 10, 16 << 10, 64 << 10);
    byte[] content = SeededTree.bytes(new SplittableRandom(SEED), 1 << 20);
    Arrays.fill(content, 300_000, 500_000, (byte) 0);
    long[] table = Chunker.table(new byte[32]);
    for (int step : new int[] {1, 1_000, 4_096, 65_536}) {
      assertEquals(naive(content, table, sizes), cuts(content, table, sizes, step), "step " + step);
    }
  }

  private static List<Integer> cuts(byte[] content, long[] table, ChunkSizes sizes, int step) {
    List<Integer> cuts = new ArrayList<>();
    Chunker chunker = new Chunker(table, sizes);
    int start = 0;
    int at = 0;
    chunker.begin();
    while (at < content.length) {
      int part = Math.min(Math.min(step, content.length - at), sizes.maxBytes() - (at - start));
      int last = chunker.scan(Arrays.copyOfRange(content, at, at + part), part);
      at += last == Chunker.NO_CUT ? part : last;
      if (last != Chunker.NO_CUT) {
        cuts.add(at);
        start = at;
        chunker.begin();
      }
    }
    return cuts;
  }

  /** As the page of the format has it, byte by byte. */
  private static List<Integer> naive(byte[] content, long[] table, ChunkSizes sizes) {
    List<Integer> cuts = new ArrayList<>();
    int bits = Integer.numberOfTrailingZeros(sizes.normalBytes());
    int start = 0;
    long hash = 0;
    for (int at = 0; at < content.length; at++) {
      int length = at + 1 - start;
      if (length > sizes.minBytes() - 64) {
        hash = (hash << 1) + table[content[at] & 0xFF];
      }
      int zeros = Long.numberOfLeadingZeros(hash);
      boolean cut =
          length == sizes.maxBytes()
              || (length > sizes.minBytes()
                  && zeros >= (length <= sizes.normalBytes() ? bits + 2 : bits - 2));
      if (cut) {
        cuts.add(at + 1);
        start = at + 1;
        hash = 0;
      }
    }
    return cuts;
  }
}
