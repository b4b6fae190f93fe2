package io.machinenative.axiom.natives.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.ZstdDecompressCtx;
import io.machinenative.axiom.natives.zstd.ZstdException.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Dictionaries: trained, shared, named in the frame; in pure Java a refusal that says so. */
class DictionaryTest {
  private static final long SEED = 20_260_104;
  private static final int MESSAGE_BYTES = 1024;

  private static byte[] train(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (DictionaryTrainer trainer = Zstd.newTrainer()) {
      for (int i = 0; i < 1000; i++) {
        trainer.add(MemorySegment.ofArray(Payloads.json(random, MESSAGE_BYTES)));
      }
      return trainer.train(16 << 10);
    }
  }

  private static void assumeDictionaries() {
    assumeTrue(Zstd.provider() != ZstdProvider.JAVA, "pure Java knows no dictionaries");
  }

  @Test
  void pureJavaSaysThatItCannot() {
    assumeTrue(Zstd.provider() == ZstdProvider.JAVA);
    String message =
        assertThrows(UnsupportedOperationException.class, Zstd::newTrainer).getMessage();
    assertTrue(message.contains("dictionaries need libzstd"), message);
    assertThrows(
        UnsupportedOperationException.class,
        () -> Zstd.dictionary(Arena.ofAuto().allocate(100), 3));
  }

  @Test
  void messagesThatAreAlikeBecomeMuchShorter() {
    assumeDictionaries();
    byte[] payload = Payloads.json(new SplittableRandom(SEED + 1), MESSAGE_BYTES);
    byte[] content = train(SEED);
    try (Arena arena = Arena.ofConfined();
        ZstdDictionary dictionary = Zstd.dictionary(arena.allocateFrom(JAVA_BYTE, content), 3);
        ZstdCompressor plain = Zstd.newCompressor(ZstdSettings.DEFAULT);
        ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT, dictionary);
        ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT, dictionary);
        ZstdDecompressCtx other = new ZstdDecompressCtx()) {
      MemorySegment source = arena.allocateFrom(JAVA_BYTE, payload);
      MemorySegment frame = arena.allocate(2000);
      MemorySegment back = arena.allocate(MESSAGE_BYTES);
      long plainBytes = plain.compress(source, frame);
      assertEquals(MESSAGE_BYTES, decompressor.decompress(frame.asSlice(0, plainBytes), back));
      long bytes = compressor.compress(source, frame);
      assertTrue(3 * bytes < 2 * plainBytes, bytes + " with, " + plainBytes + " without");
      assertEquals(MESSAGE_BYTES, decompressor.decompress(frame.asSlice(0, bytes), back));
      assertArrayEquals(payload, back.toArray(JAVA_BYTE));

      other.loadDict(content);
      byte[] theirs = other.decompress(frame.asSlice(0, bytes).toArray(JAVA_BYTE), MESSAGE_BYTES);
      assertArrayEquals(payload, theirs, "zstd-jni reads it as well");
    }
  }

  @Test
  void streamsUseThemToo() {
    assumeDictionaries();
    byte[] payload = Payloads.json(new SplittableRandom(SEED + 2), 30_000);
    byte[] content = train(SEED);
    try (Arena arena = Arena.ofConfined();
        ZstdDictionary dictionary = Zstd.dictionary(arena.allocateFrom(JAVA_BYTE, content), 3);
        ZstdCompressStream out = Zstd.newCompressStream(ZstdSettings.DEFAULT, dictionary);
        ZstdDecompressStream in = Zstd.newDecompressStream(ZstdLimits.DEFAULT, dictionary);
        ZstdDecompressStream without = Zstd.newDecompressStream(ZstdLimits.DEFAULT)) {
      SplittableRandom random = new SplittableRandom(SEED);
      byte[] frame = StreamContractTest.compress(out, payload, random);
      assertArrayEquals(payload, StreamContractTest.decompress(in, frame, random));
      ZstdException refusal =
          assertThrows(
              ZstdException.class, () -> StreamContractTest.decompress(without, frame, random));
      assertEquals(Kind.DICTIONARY, refusal.kind());
      assertTrue(refusal.getMessage().contains("" + dictionary.id()), refusal::getMessage);
    }
  }

  @Test
  void theWrongOneIsNamedBesideTheRightOne() {
    assumeDictionaries();
    try (Arena arena = Arena.ofConfined();
        ZstdDictionary right = Zstd.dictionary(arena.allocateFrom(JAVA_BYTE, train(SEED)), 3);
        ZstdDictionary wrong = Zstd.dictionary(arena.allocateFrom(JAVA_BYTE, train(SEED + 9)), 3);
        ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT, right);
        ZstdDecompressor mistaken = Zstd.newDecompressor(ZstdLimits.DEFAULT, wrong);
        ZstdDecompressor without = Zstd.newDecompressor(ZstdLimits.DEFAULT)) {
      MemorySegment source = arena.allocate(MESSAGE_BYTES);
      MemorySegment frame = arena.allocate(2000);
      MemorySegment exact = frame.asSlice(0, compressor.compress(source, frame));
      assertRefused(
          mistaken, exact, "expected dictionary " + right.id(), "actual dictionary " + wrong.id());
      assertRefused(without, exact, "expected dictionary " + right.id(), "actual none");
    }
  }

  private static void assertRefused(
      ZstdDecompressor decompressor, MemorySegment frame, String... parts) {
    MemorySegment back = Arena.ofAuto().allocate(MESSAGE_BYTES);
    ZstdException refusal =
        assertThrows(ZstdException.class, () -> decompressor.decompress(frame, back));
    assertEquals(Kind.DICTIONARY, refusal.kind());
    for (String part : parts) {
      assertTrue(refusal.getMessage().contains(part), refusal::getMessage);
    }
  }

  @Test
  void whatIsClosedStaysForThoseWhoHaveIt() {
    assumeDictionaries();
    try (Arena arena = Arena.ofConfined()) {
      ZstdDictionary dictionary = Zstd.dictionary(arena.allocateFrom(JAVA_BYTE, train(SEED)), 3);
      ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT, dictionary);
      ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT, dictionary);
      assertEquals(2, dictionary.users());
      dictionary.close();
      dictionary.close();
      assertEquals(2, dictionary.users());
      assertThrows(
          IllegalStateException.class, () -> Zstd.newCompressor(ZstdSettings.DEFAULT, dictionary));

      MemorySegment frame = arena.allocate(2000);
      long bytes = compressor.compress(arena.allocate(MESSAGE_BYTES), frame);
      MemorySegment back = arena.allocate(MESSAGE_BYTES);
      assertEquals(MESSAGE_BYTES, decompressor.decompress(frame.asSlice(0, bytes), back));
      compressor.close();
      decompressor.close();
      assertEquals(0, dictionary.users());
    }
  }

  @Test
  void whatIsNoneIsRefused() {
    assumeDictionaries();
    try (Arena arena = Arena.ofConfined();
        DictionaryTrainer trainer = Zstd.newTrainer()) {
      MemorySegment text = arena.allocateFrom("just some text that is not a dictionary");
      assertEquals(
          Kind.DICTIONARY,
          assertThrows(ZstdException.class, () -> Zstd.dictionary(text, 3)).kind());
      byte[] damaged = train(SEED);
      java.util.Arrays.fill(damaged, 8, 200, (byte) 0xff);
      MemorySegment bad = arena.allocateFrom(JAVA_BYTE, damaged);
      assertThrows(ZstdException.class, () -> Zstd.dictionary(bad, 3));
      trainer.add(text);
      String message = assertThrows(ZstdException.class, () -> trainer.train(1000)).getMessage();
      assertTrue(message.contains("actual 1 with 40 bytes"), message);
    }
  }
}
