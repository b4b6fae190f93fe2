package io.machinenative.axiom.natives.zstd;

import io.machinenative.axiom.natives.link.Availability;
import io.machinenative.axiom.natives.link.Linked;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * The entry: which zstd this JVM has, and everything that it opens.
 *
 * <p>Chosen once, when this class is first used: the machine's libzstd, the one that aircompressor
 * carries, aircompressor's pure Java codec. {@code -Daxiom.natives.zstd} overrides it: {@code
 * system}, {@code artifact}, {@code java}, {@code off}, or a library's path.
 *
 * <p>That first use takes a quarter of a second: the JDK makes code for each shape of a function.
 *
 * <p>All methods may be called by any thread; what they return has owners of its own.
 */
public final class Zstd {
  private static final long NO_DICTIONARY = 0;

  private static final Choice CHOICE = Choice.make();
  private static final Backend BACKEND = CHOICE.backend();

  private Zstd() {}

  /**
   * Which one it is.
   *
   * @param availability with what was tried before, and why it was not taken
   */
  private record Choice(ZstdProvider provider, Availability availability, Backend backend) {
    static Choice make() {
      Linked<ZstdFunctions> linked = ZstdNative.linked();
      Availability library = linked.availability();
      if (linked.isUsable()) {
        boolean carried = linked.kind().equals("artifact");
        return new Choice(
            carried ? ZstdProvider.ARTIFACT : ZstdProvider.SYSTEM, library, new NativeBackend());
      }
      String reason = library.reason();
      if (ZstdLibrary.isOff()) {
        return new Choice(ZstdProvider.NONE, library, new NoBackend(reason));
      }
      if (JavaBackend.isPresent()) {
        Availability java =
            new Availability(
                ZstdLibrary.NAME,
                true,
                "pure Java",
                ZstdLibrary.ARTIFACT,
                "no libzstd: " + reason,
                library.tried());
        return new Choice(ZstdProvider.JAVA, java, new JavaBackend(reason));
      }
      String none = reason + "; and aircompressor is not on the class path";
      return new Choice(
          ZstdProvider.NONE,
          Availability.none(ZstdLibrary.NAME, none, library.tried()),
          new NoBackend(none));
    }
  }

  public static ZstdProvider provider() {
    return CHOICE.provider;
  }

  /** Which file and version it is, or why there is none; and what was tried before. */
  public static Availability availability() {
    return CHOICE.availability;
  }

  /**
   * Most bytes that a frame of {@code sourceBytes} can have: {@code ZSTD_COMPRESSBOUND} of zstd.h,
   * about 0.4 % more and up to 64 bytes.
   *
   * @param sourceBytes 0 to 2^62
   */
  public static long compressBound(long sourceBytes) {
    if (sourceBytes < 0 || sourceBytes > 1L << 62) {
      throw new IllegalArgumentException("sourceBytes: expected 0 to 2^62, actual " + sourceBytes);
    }
    long small = 128 << 10;
    return sourceBytes
        + (sourceBytes >>> 8)
        + (sourceBytes < small ? (small - sourceBytes) >>> 11 : 0);
  }

  /** Opens a compressor; the caller closes it. */
  public static ZstdCompressor newCompressor(ZstdSettings settings) {
    return new ZstdCompressor(BACKEND.newBlockEncoder(settings, null));
  }

  /**
   * Opens a compressor with a dictionary, at the dictionary's level; the caller closes it.
   *
   * @throws UnsupportedOperationException in pure Java
   */
  public static ZstdCompressor newCompressor(ZstdSettings settings, ZstdDictionary dictionary) {
    return new ZstdCompressor(BACKEND.newBlockEncoder(settings, usable(dictionary)));
  }

  /** Opens a decompressor; the caller closes it. */
  public static ZstdDecompressor newDecompressor(ZstdLimits limits) {
    long window = BACKEND.maxWindowBytes();
    return new ZstdDecompressor(
        BACKEND.newBlockDecoder(null), new FrameAdmission(limits, NO_DICTIONARY, window));
  }

  /**
   * Opens a decompressor with a dictionary; frames that need none pass as well. The caller closes
   * it.
   *
   * @throws UnsupportedOperationException in pure Java
   */
  public static ZstdDecompressor newDecompressor(ZstdLimits limits, ZstdDictionary dictionary) {
    long window = BACKEND.maxWindowBytes();
    return new ZstdDecompressor(
        BACKEND.newBlockDecoder(usable(dictionary)),
        new FrameAdmission(limits, dictionary.id(), window));
  }

  /** Opens a compressor of streams; the caller closes it. */
  public static ZstdCompressStream newCompressStream(ZstdSettings settings) {
    return new ZstdCompressStream(BACKEND.newStreamEncoder(settings, null));
  }

  /**
   * Opens a compressor of streams with a dictionary, at the dictionary's level; the caller closes
   * it.
   *
   * @throws UnsupportedOperationException in pure Java
   */
  public static ZstdCompressStream newCompressStream(
      ZstdSettings settings, ZstdDictionary dictionary) {
    return new ZstdCompressStream(BACKEND.newStreamEncoder(settings, usable(dictionary)));
  }

  /** Opens a decompressor of streams; the caller closes it. */
  public static ZstdDecompressStream newDecompressStream(ZstdLimits limits) {
    return new ZstdDecompressStream(
        BACKEND.newStreamDecoder(limits.maxWindowLog(), null),
        new FrameAdmission(limits, NO_DICTIONARY, streamWindowBytes(limits)));
  }

  /**
   * Opens a decompressor of streams with a dictionary; frames that need none pass as well. The
   * caller closes it.
   *
   * @throws UnsupportedOperationException in pure Java
   */
  public static ZstdDecompressStream newDecompressStream(
      ZstdLimits limits, ZstdDictionary dictionary) {
    return new ZstdDecompressStream(
        BACKEND.newStreamDecoder(limits.maxWindowLog(), usable(dictionary)),
        new FrameAdmission(limits, dictionary.id(), streamWindowBytes(limits)));
  }

  private static long streamWindowBytes(ZstdLimits limits) {
    return Math.min(BACKEND.maxWindowBytes(), 1L << limits.maxWindowLog());
  }

  private static ZstdDictionary usable(ZstdDictionary dictionary) {
    BACKEND.requireDictionaries();
    return Objects.requireNonNull(dictionary, "dictionary");
  }

  /**
   * Digests a dictionary; the caller closes it.
   *
   * @param content off-heap; copied
   * @param level of the compressors that will use it
   * @throws ZstdException when it is no dictionary
   * @throws UnsupportedOperationException in pure Java
   */
  public static ZstdDictionary dictionary(MemorySegment content, int level) {
    BACKEND.requireDictionaries();
    return new ZstdDictionary(content, level);
  }

  /**
   * Opens a trainer of dictionaries; the caller closes it.
   *
   * @throws UnsupportedOperationException in pure Java
   */
  public static DictionaryTrainer newTrainer() {
    BACKEND.requireDictionaries();
    return new DictionaryTrainer();
  }
}
