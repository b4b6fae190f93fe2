package io.machinenative.axiom.plugins.zstd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.plugins.files.ChunkPipeline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams go through frames and back, here and with the zstd program. */
class FrameStreamsTest {
  private static final long SEED = 8878;
  private static final int CHUNK = 64 << 10;

  @TempDir private Path folder;

  private static FrameCompressor compressor(CompressSettings settings) {
    return new FrameCompressor(
        settings, null, Arena::ofShared, Thread.ofPlatform().daemon().factory());
  }

  private static CompressSettings settings(int level, boolean longDistance, int threads) {
    return new CompressSettings(level, true, 0, longDistance, CHUNK, threads);
  }

  /** Words of a small vocabulary: compressible, and different everywhere. */
  private static byte[] text(long seed, int bytes) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    while (text.length() < bytes) {
      text.append("word").append(random.nextInt(500)).append(' ');
    }
    return Arrays.copyOf(text.toString().getBytes(UTF_8), bytes);
  }

  private static byte[] compress(FrameCompressor compressor, LevelChoice choice, byte[] content)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long written =
        compressor.compress(
            Channels.newChannel(new ByteArrayInputStream(content)),
            Channels.newChannel(out),
            choice,
            content.length,
            ChunkPipeline.Progress.NONE);
    assertEquals(out.size(), written);
    return out.toByteArray();
  }

  private static byte[] decompress(byte[] frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FrameDecompressor decompressor =
        new FrameDecompressor(ZstdResources.limits(1L << 30, 27), null)) {
      decompressor.decompress(
          Channels.newChannel(new ByteArrayInputStream(frames)),
          Channels.newChannel(out),
          ChunkPipeline.Progress.NONE);
    }
    return out.toByteArray();
  }

  @Test
  void giveBackWhatTheyWereGivenAtEveryBorder() throws Exception {
    ZstdProgram.requirePresent();
    for (int threads : new int[] {1, 3}) {
      try (FrameCompressor compressor = compressor(settings(3, false, threads))) {
        for (int size : new int[] {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 7 * CHUNK, 20 * CHUNK + 13}) {
          byte[] content = text(SEED + size, size);
          byte[] frames = compress(compressor, LevelChoice.fixed(3), content);
          String what = "seed " + SEED + ", " + size + " bytes, " + threads + " threads";

          assertArrayEquals(content, decompress(frames), what);
          Path file = Files.write(folder.resolve("ours.zst"), frames);
          ZstdProgram.run("-d", file.toString(), "-o", folder.resolve("theirs").toString());
          assertArrayEquals(content, Files.readAllBytes(folder.resolve("theirs")), what);
        }
      }
    }
  }

  @Test
  void readWhatTheProgramWrites() throws Exception {
    ZstdProgram.requirePresent();
    byte[] content = text(SEED, 600_000);
    Path plain = Files.write(folder.resolve("plain"), content);
    Path frames = folder.resolve("plain.zst");
    for (String level : new String[] {"-1", "-17", "--long=24", "--fast=5"}) {
      ZstdProgram.run(level, plain.toString(), "-o", frames.toString());
      assertArrayEquals(content, decompress(Files.readAllBytes(frames)), level);
    }
  }

  @Test
  void lookFarBackInOneFrameWhenTold() throws IOException {
    byte[] block = new byte[3 << 20];
    new Random(SEED).nextBytes(block);
    byte[] twice = Arrays.copyOf(block, 2 * block.length);
    System.arraycopy(block, 0, twice, block.length, block.length);
    try (FrameCompressor near = compressor(settings(3, false, 2));
        FrameCompressor far = compressor(settings(3, true, 2))) {
      byte[] one = compress(far, LevelChoice.fixed(3), twice);
      assertTrue(one.length < block.length + block.length / 50, "actual " + one.length);
      assertTrue(compress(near, LevelChoice.fixed(3), twice).length > twice.length);
      assertArrayEquals(twice, decompress(one));
    }
  }

  @Test
  void storeWhatDoesNotCompressAndSaySo() throws IOException {
    byte[] random = new byte[4 * CHUNK];
    new Random(SEED).nextBytes(random);
    byte[] mixed = Arrays.copyOf(random, 8 * CHUNK);
    System.arraycopy(text(SEED, 4 * CHUNK), 0, mixed, 4 * CHUNK, 4 * CHUNK);
    try (FrameCompressor compressor = compressor(settings(0, false, 2))) {
      byte[] frames = compress(compressor, LevelRules.DEFAULTS.of("unknown.bin"), mixed);

      assertArrayEquals(mixed, decompress(frames));
      assertEquals(4, compressor.storedChunks());
      assertTrue(frames.length < 6 * CHUNK, "actual " + frames.length);
    }
    assertEquals(LevelChoice.STORE, LevelRules.DEFAULTS.of("photo.JPG").level());
    assertEquals(LevelRules.DEFAULTS.text(), LevelRules.DEFAULTS.of("a.json").level());
    assertEquals(LevelRules.DEFAULTS.usual(), LevelRules.DEFAULTS.of("noname").level());
  }

  @Test
  void refuseWhatIsCutOrChanged() throws IOException {
    try (FrameCompressor compressor = compressor(settings(3, false, 1))) {
      byte[] frames = compress(compressor, LevelChoice.fixed(3), text(SEED, 2 * CHUNK));
      Random random = new Random(SEED);
      for (int i = 0; i < 50; i++) {
        int cut = 1 + random.nextInt(frames.length - 1);
        byte[] head = Arrays.copyOf(frames, cut);
        boolean whole = decompressesToFrameBorder(frames, cut);
        if (!whole) {
          assertThrows(IOException.class, () -> decompress(head), "cut at " + cut);
        }
        byte[] changed = frames.clone();
        changed[cut] ^= 0x10;
        assertThrows(IOException.class, () -> decompress(changed), "changed at " + cut);
      }
    }
  }

  /** A stream may end after any frame: that a file is cut there is for others to know. */
  private static boolean decompressesToFrameBorder(byte[] frames, int cut) {
    return cut + 4 <= frames.length
        && frames[cut] == 0x28
        && frames[cut + 1] == (byte) 0xb5
        && frames[cut + 2] == 0x2f
        && frames[cut + 3] == (byte) 0xfd;
  }

  @Test
  void stopWhenTheReaderDoesAndWorkAgainAfterwards() throws IOException {
    byte[] content = text(SEED, 30 * CHUNK);
    try (FrameCompressor compressor = compressor(settings(3, false, 3))) {
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      var broken =
          Channels.newChannel(
              new java.io.OutputStream() {
                @Override
                public void write(int b) throws IOException {
                  throw new IOException("full");
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                  part.write(bytes, offset, length);
                  if (part.size() > 30_000) {
                    throw new IOException("full");
                  }
                }
              });
      assertThrows(
          IOException.class,
          () ->
              compressor.compress(
                  Channels.newChannel(new ByteArrayInputStream(content)),
                  broken,
                  LevelChoice.fixed(3),
                  content.length,
                  ChunkPipeline.Progress.NONE));
      byte[] frames = compress(compressor, LevelChoice.fixed(3), content);
      assertArrayEquals(content, decompress(frames));
    }
  }
}
