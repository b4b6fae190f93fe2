package io.machinenative.axiom.natives.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code zstd} program reads what we write, and we read what it writes. */
class ProgramTest {
  private static final long SEED = 20_260_106;

  @TempDir private Path folder;

  @BeforeAll
  static void theProgramIsThere() throws InterruptedException {
    boolean there = false;
    try {
      there = new ProcessBuilder("zstd", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      System.err.println("SKIPPED: no zstd program to compare with: " + e.getMessage());
    }
    assumeTrue(there, "no zstd program");
  }

  private byte[] program(byte[] input, String... arguments)
      throws IOException, InterruptedException {
    Path in = Files.write(folder.resolve("in"), input);
    Path out = folder.resolve("out");
    List<String> command = new ArrayList<>(List.of("zstd", "-q", "-c"));
    command.addAll(List.of(arguments));
    int exit =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(Redirect.INHERIT)
            .start()
            .waitFor();
    assertEquals(0, exit, command::toString);
    return Files.readAllBytes(out);
  }

  private static byte[] block(ZstdSettings settings, byte[] payload) {
    try (Arena arena = Arena.ofConfined();
        ZstdCompressor compressor = Zstd.newCompressor(settings)) {
      MemorySegment frame = arena.allocate(Zstd.compressBound(payload.length));
      long bytes = compressor.compress(arena.allocateFrom(JAVA_BYTE, payload), frame);
      return frame.asSlice(0, bytes).toArray(JAVA_BYTE);
    }
  }

  private static byte[] filter(ZstdLimits limits, byte[] frames) throws IOException {
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    try (ZstdDecompressStream stream = Zstd.newDecompressStream(limits)) {
      ZstdChannels.decompress(
          Channels.newChannel(new java.io.ByteArrayInputStream(frames)),
          Channels.newChannel(back),
          stream,
          (in, out) -> {});
    }
    return back.toByteArray();
  }

  @Test
  void itReadsOurBlocks() throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int size : new int[] {0, 100, 70_000, 2_000_000}) {
      byte[] payload = Payloads.any(random, size);
      ZstdSettings settings = ZstdSettings.ofLevel(random.nextInt(1, 10)).withChecksum();
      assertArrayEquals(payload, program(block(settings, payload), "-d"), "seed " + SEED);
    }
  }

  @Test
  void itReadsOurStreams() throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] payload = Payloads.json(random, 3_000_000);
    ZstdSettings settings = ZstdSettings.ofLevel(3).withChecksum().withLongDistance(24);
    try (ZstdCompressStream stream = Zstd.newCompressStream(settings)) {
      byte[] frame = StreamContractTest.compress(stream, payload, random);
      byte[] twice = StreamContractTest.skippableBetween(frame, frame);
      assertEquals(6_000_000, program(twice, "-d").length);
      assertArrayEquals(payload, program(frame, "-d"));
    }
  }

  @Test
  void weReadItsFrames() throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int size : new int[] {0, 100, 70_000, 2_000_000}) {
      byte[] payload = Payloads.any(random, size);
      for (String level : new String[] {"-1", "-9", "--fast=3"}) {
        byte[] frame = program(payload, level, "--check");
        assertArrayEquals(payload, filter(ZstdLimits.DEFAULT, frame), "seed " + SEED);
        byte[] pair = StreamContractTest.skippableBetween(frame, frame);
        assertEquals(2 * size, filter(ZstdLimits.DEFAULT, pair).length);
      }
    }
  }

  @Test
  void weShareDictionaries() throws IOException, InterruptedException {
    assumeTrue(Zstd.provider() != ZstdProvider.JAVA, "pure Java knows no dictionaries");
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] content;
    try (DictionaryTrainer trainer = Zstd.newTrainer()) {
      for (int i = 0; i < 500; i++) {
        trainer.add(MemorySegment.ofArray(Payloads.json(random, 800)));
      }
      content = trainer.train(8000);
    }
    String file = Files.write(folder.resolve("dictionary"), content).toString();
    byte[] payload = Payloads.json(random, 900);
    try (Arena arena = Arena.ofConfined();
        ZstdDictionary dictionary = Zstd.dictionary(arena.allocateFrom(JAVA_BYTE, content), 3);
        ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT, dictionary);
        ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT, dictionary)) {
      MemorySegment frame = arena.allocate(2000);
      long bytes = compressor.compress(arena.allocateFrom(JAVA_BYTE, payload), frame);
      byte[] ours = frame.asSlice(0, bytes).toArray(JAVA_BYTE);
      assertArrayEquals(payload, program(ours, "-d", "-D", file));

      byte[] theirs = program(payload, "-D", file);
      MemorySegment back = arena.allocate(900);
      assertEquals(900, decompressor.decompress(arena.allocateFrom(JAVA_BYTE, theirs), back));
      assertArrayEquals(payload, back.toArray(JAVA_BYTE));
    }
  }
}
