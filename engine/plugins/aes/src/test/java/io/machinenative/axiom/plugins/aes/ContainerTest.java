package io.machinenative.axiom.plugins.aes;

import static io.machinenative.axiom.plugins.aes.Containers.NO_AAD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a container holds against chance and against malice. */
class ContainerTest {
  private static final long SEED = 4711;
  private static final int CHUNK_LOG = 12;
  private static final int CHUNK = 1 << CHUNK_LOG;

  /** Content of a full first chunk: without the stream's header and a tag. */
  private static final int FIRST = CHUNK - 40 - 16;

  private static final int NEXT = CHUNK - 16;
  private static final int HEADER = 124;

  @Test
  void givesBackWhatItWasGivenAtEveryBorderAndAsAnotherReaderReadsIt() throws Exception {
    byte[] aad = "for you".getBytes(UTF_8);
    byte[] raw = new byte[32];
    raw[0] = 1;
    try (KeyAccess keys = Containers.key(1);
        Lanes one = Containers.lanes(1);
        Lanes three = Containers.lanes(3)) {
      int[] sizes = {
        0,
        1,
        15,
        16,
        17,
        FIRST - 1,
        FIRST,
        FIRST + 1,
        FIRST + NEXT - 1,
        FIRST + NEXT,
        FIRST + NEXT + 1,
        FIRST + 9 * NEXT,
        100_000
      };
      for (int size : sizes) {
        byte[] content = Containers.content(SEED + size, size);
        byte[] container = Containers.seal(keys, three, CHUNK_LOG, content, aad);

        int chunks = 1 + Math.max(0, size - FIRST + NEXT - 1) / NEXT;
        assertEquals(HEADER + 40 + size + 16 * chunks, container.length, "size " + size);
        assertArrayEquals(content, Containers.open(keys, one, container, aad), "size " + size);
        assertArrayEquals(content, Containers.open(keys, three, container, aad), "size " + size);
        assertArrayEquals(content, JceReader.open(raw, container, aad), "size " + size);
      }
    }
  }

  @Test
  void findsEveryFlippedBit() throws IOException {
    try (KeyAccess keys = Containers.key(1);
        Lanes lanes = Containers.lanes(1)) {
      byte[] content = Containers.content(SEED, 60);
      byte[] container = Containers.seal(keys, lanes, CHUNK_LOG, content, NO_AAD);
      for (int bit = 0; bit < 8 * container.length; bit++) {
        byte[] changed = container.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        requireRefused(keys, lanes, changed, "bit " + bit);
      }
    }
  }

  @Test
  void findsWhereEverItIsCut() throws IOException {
    try (KeyAccess keys = Containers.key(1);
        Lanes lanes = Containers.lanes(2)) {
      byte[] content = Containers.content(SEED, FIRST + NEXT + 100);
      byte[] container = Containers.seal(keys, lanes, CHUNK_LOG, content, NO_AAD);
      for (int bytes = 0; bytes < container.length; bytes++) {
        requireRefused(keys, lanes, Arrays.copyOf(container, bytes), "cut at " + bytes);
      }
      requireRefused(keys, lanes, Arrays.copyOf(container, container.length + 1), "one byte more");
    }
  }

  @Test
  void findsChunksThatWereMoved() throws IOException {
    try (KeyAccess keys = Containers.key(1);
        Lanes lanes = Containers.lanes(2)) {
      byte[] mine = Containers.seal(keys, lanes, CHUNK_LOG, new byte[FIRST + 3 * NEXT], NO_AAD);
      byte[] other = Containers.seal(keys, lanes, CHUNK_LOG, new byte[FIRST + 3 * NEXT], NO_AAD);
      byte[][] chunks = chunks(mine);
      byte[][] others = chunks(other);

      requireRefused(keys, lanes, joined(chunks, 0, 2, 1, 3), "swapped");
      requireRefused(keys, lanes, joined(chunks, 0, 1, 1, 2, 3), "doubled");
      requireRefused(keys, lanes, joined(chunks, 0, 2, 3), "left out");
      requireRefused(keys, lanes, joined(chunks, 0, 1, 2), "without its last");
      requireRefused(keys, lanes, joined(chunks, 0, 1, 3), "last one early");
      chunks[2] = others[2];
      requireRefused(keys, lanes, joined(chunks, 0, 1, 2, 3), "spliced");
      byte[] head = Arrays.copyOf(other, HEADER);
      System.arraycopy(mine, HEADER, other, HEADER, mine.length - HEADER);
      requireRefused(keys, lanes, other, "under another header " + head.length);
    }
  }

  private static byte[][] chunks(byte[] container) {
    byte[][] chunks = new byte[4][];
    int at = 0;
    for (int i = 0; i < chunks.length; i++) {
      int end = HEADER + CHUNK * (i + 1);
      chunks[i] = Arrays.copyOfRange(container, at, Math.min(end, container.length));
      at = end;
    }
    return chunks;
  }

  private static byte[] joined(byte[][] chunks, int... order) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (int chunk : order) {
      joined.writeBytes(chunks[chunk]);
    }
    return joined.toByteArray();
  }

  @Test
  void needsTheSameKeyAndAssociatedData() throws IOException {
    try (KeyAccess keys = Containers.key(1);
        KeyAccess others = Containers.key(2);
        Lanes lanes = Containers.lanes(1)) {
      byte[] container = Containers.seal(keys, lanes, CHUNK_LOG, new byte[10], new byte[] {1});
      assertThrows(
          KeyUnavailableException.class,
          () -> Containers.open(others, lanes, container, new byte[] {1}));
      assertThrows(
          IOException.class, () -> Containers.open(keys, lanes, container, new byte[] {2}));
    }
  }

  @Test
  void opensWithThePassphraseAlone() throws IOException {
    try (KeyAccess mine = passphrase("a long enough one");
        KeyAccess again = passphrase("a long enough one");
        KeyAccess wrong = passphrase("a long enough two");
        Lanes lanes = Containers.lanes(1)) {
      byte[] content = Containers.content(SEED, 1000);
      byte[] container = Containers.seal(mine, lanes, CHUNK_LOG, content, NO_AAD);

      assertArrayEquals(content, Containers.open(again, lanes, container, NO_AAD));
      IOException refusal =
          assertThrows(IOException.class, () -> Containers.open(wrong, lanes, container, NO_AAD));
      assertTrue(refusal.getMessage().contains("passphrase"), refusal.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> passphrase("short"));
  }

  private static PassphraseAccess passphrase(String text) {
    return PassphraseAccess.of(
        text.getBytes(UTF_8),
        Argon2Cost.MIN_MEMORY_KIB,
        Argon2Cost.MIN_ITERATIONS,
        1,
        Containers.RANDOM);
  }

  /** Made with the argon2 program: argon2 SALT -id -t 2 -k 19456 -p 1 -l 32 -r. */
  @Test
  void derivesWhatTheArgon2ProgramDoes() {
    Argon2Cost cost = new Argon2Cost(19_456, 2, 1, "0123456789abcdef".getBytes(UTF_8));
    try (var key = cost.derive("correct horse battery staple".getBytes(UTF_8));
        var arena = java.lang.foreign.Arena.ofConfined()) {
      var bytes = arena.allocate(32);
      key.copyTo(bytes);
      assertEquals(
          "832e52b959b967b570ee4781f6c7bda7ced019ca266ac781fd2d94d4e853b0cd",
          java.util.HexFormat.of()
              .formatHex(bytes.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)));
    }
  }

  @Test
  void refusesAHeaderThatAsksForTooMuch() throws IOException {
    try (KeyAccess keys = passphrase("a long enough one");
        Lanes lanes = Containers.lanes(1)) {
      byte[] container = Containers.seal(keys, lanes, CHUNK_LOG, new byte[10], NO_AAD);
      int[][] hostile = {{44, 1 << 30}, {44, 1024}, {48, 1000}, {48, 1}, {52, 0}, {52, 1 << 20}};
      for (int[] change : hostile) {
        byte[] changed = container.clone();
        ByteBuffer.wrap(changed).putInt(change[0], change[1]);
        IOException refusal =
            assertThrows(IOException.class, () -> Containers.open(keys, lanes, changed, NO_AAD));
        assertTrue(refusal.getMessage().contains("Argon2id"), refusal.getMessage());
      }
      container[10] = 31;
      assertThrows(IOException.class, () -> Containers.open(keys, lanes, container, NO_AAD));
    }
  }

  private static void requireRefused(KeyAccess keys, Lanes lanes, byte[] container, String what) {
    assertThrows(
        IOException.class,
        () -> Containers.open(keys, lanes, container, NO_AAD),
        () -> "seed " + SEED + ", " + what);
  }
}
