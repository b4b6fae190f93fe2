package io.machinenative.axiom.natives.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.natives.link.NativeCall;
import io.machinenative.axiom.natives.link.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Base64;

/**
 * Looks at a libzstd before anybody uses it: its version, a frame that another zstd has made, the
 * same frame damaged, and a round trip.
 */
final class ZstdSelfTest {
  /**
   * 1.4.1. The calls that we use are stable since 1.4.0; that version could corrupt data "in niche
   * use cases" (zstd's CHANGELOG, v1.4.1).
   */
  private static final int OLDEST = 1_04_01;

  /** What {@code zstd -3 --check} 1.5.4 makes of {@link #text}. */
  private static final String FRAME =
      "KLUv/QRYjQMAhANheGlvbSAwIGNhbGxzIGEgdG9vbDsgYW5zd2Vycy4xNzIxNDMyMTQ4NTM1NjQyNzk4NTY5NjMxNxgA"
          + "lWsA5dYwud5JLoUBpIFPAATBxwAiQLkAQfAxgDTwCUAOKAwgDXxiKQTBxwAiSv1LM3NJzCaCrWMw";

  /** In the middle of the literals: the checksum must notice. */
  private static final int DAMAGED_BYTE = 30;

  private ZstdSelfTest() {}

  /** See {@link io.machinenative.axiom.natives.link.Library.Check}. */
  static String versionOf(ZstdFunctions functions) throws UnusableLibraryException {
    try (Arena arena = Arena.ofConfined()) {
      int version = (int) functions.versionNumber().invokeExact();
      if (version < OLDEST) {
        throw new UnusableLibraryException(
            "expected version " + text(OLDEST) + " or newer, actual " + text(version));
      }
      knownAnswers(functions, arena);
      return text(version);
    } catch (UnusableLibraryException e) {
      throw e;
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** MAJOR * 10000 + MINOR * 100 + RELEASE. */
  private static String text(int version) {
    return version / 10_000 + "." + version / 100 % 100 + "." + version % 100;
  }

  private static void knownAnswers(ZstdFunctions functions, Arena arena) throws Throwable {
    byte[] text = text();
    MemorySegment plain = arena.allocateFrom(JAVA_BYTE, text);
    MemorySegment frame = arena.allocateFrom(JAVA_BYTE, Base64.getDecoder().decode(FRAME));
    MemorySegment output = arena.allocate(text.length);
    long decompressor = (long) functions.createDecompressor().invokeExact();
    long compressor = (long) functions.createCompressor().invokeExact();
    try {
      require("a known frame", text.length, decompress(functions, decompressor, output, frame));
      require("its content", -1, output.mismatch(plain));

      frame.set(JAVA_BYTE, DAMAGED_BYTE, (byte) ~frame.get(JAVA_BYTE, DAMAGED_BYTE));
      long damaged = decompress(functions, decompressor, output, frame);
      require("a damaged frame refused", 1, damaged < 0 ? 1 : 0);

      MemorySegment fresh = arena.allocate(2L * text.length);
      long bytes =
          (long)
              functions
                  .compress()
                  .invokeExact(compressor, fresh, fresh.byteSize(), plain, plain.byteSize());
      require("compressed", 1, bytes > 0 && bytes < text.length ? 1 : 0);
      output.fill((byte) 0);
      long back = decompress(functions, decompressor, output, fresh.asSlice(0, bytes));
      require("a round trip", text.length, back);
      require("a round trip's content", -1, output.mismatch(plain));
    } finally {
      long freed = (long) functions.freeCompressor().invokeExact(compressor);
      freed |= (long) functions.freeDecompressor().invokeExact(decompressor);
      assert freed == 0 : "contexts are freed";
    }
  }

  private static long decompress(
      ZstdFunctions functions, long context, MemorySegment output, MemorySegment frame)
      throws Throwable {
    return (long)
        functions
            .decompress()
            .invokeExact(context, output, output.byteSize(), frame, frame.byteSize());
  }

  private static byte[] text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      text.append("axiom ").append(i).append(" calls a tool; ");
      text.append("axiom ").append(i * 7).append(" answers. ");
    }
    return text.toString().getBytes(US_ASCII);
  }

  private static void require(String what, long expected, long actual)
      throws UnusableLibraryException {
    if (actual != expected) {
      throw new UnusableLibraryException(
          "self-test, " + what + ": expected " + expected + ", actual " + actual);
    }
  }
}
