package io.machinenative.axiom.natives.zstd;

/** Opens the library's contexts: set, or not at all. Parameter numbers are those of zstd.h. */
final class NativeContexts {
  private static final int COMPRESSION_LEVEL = 100;
  private static final int WINDOW_LOG = 101;
  private static final int LONG_DISTANCE = 160;
  private static final int CHECKSUM = 201;
  private static final int MAX_WINDOW_LOG = 100;

  private NativeContexts() {}

  /**
   * Opens a compressor.
   *
   * @param settings what to set; null leaves the context as it is
   * @param dictionary already retained, released when this fails; null for none
   */
  static long newCompressor(ZstdSettings settings, ZstdDictionary dictionary) {
    long context = ZstdNative.createCompressor();
    boolean done = false;
    try {
      ZstdError.requireCreated(context, "a compressor");
      if (settings != null) {
        set(context, COMPRESSION_LEVEL, settings.level());
        set(context, WINDOW_LOG, settings.windowLog());
        set(context, LONG_DISTANCE, settings.longDistance() ? 1 : 0);
        set(context, CHECKSUM, settings.checksum() ? 1 : 0);
        if (dictionary != null) {
          ZstdError.require(
              ZstdNative.useCompressionDictionary(context, dictionary.compressing()),
              "a dictionary");
        }
      }
      done = true;
      return context;
    } finally {
      if (!done) {
        ZstdNative.freeCompressor(context);
        release(dictionary);
      }
    }
  }

  /**
   * Opens a decompressor.
   *
   * @param dictionary already retained, released when this fails; null for none
   */
  static long newDecompressor(ZstdDictionary dictionary) {
    long context = ZstdNative.createDecompressor();
    if (context == 0) {
      release(dictionary);
    }
    return ZstdError.requireCreated(context, "a decompressor");
  }

  /** Opens a decompressor for streams. */
  static long newDecompressor(int maxWindowLog, ZstdDictionary dictionary) {
    long context = newDecompressor(dictionary);
    boolean done = false;
    try {
      ZstdError.require(
          ZstdNative.setDecompressorParameter(context, MAX_WINDOW_LOG, maxWindowLog),
          "maxWindowLog " + maxWindowLog);
      if (dictionary != null) {
        ZstdError.require(
            ZstdNative.useDecompressionDictionary(context, dictionary.decompressing()),
            "a dictionary");
      }
      done = true;
      return context;
    } finally {
      if (!done) {
        ZstdNative.freeDecompressor(context);
        release(dictionary);
      }
    }
  }

  private static void set(long context, int parameter, int value) {
    ZstdError.require(
        ZstdNative.setCompressorParameter(context, parameter, value),
        "compressor parameter " + parameter + " = " + value);
  }

  private static void release(ZstdDictionary dictionary) {
    if (dictionary != null) {
      dictionary.release();
    }
  }
}
