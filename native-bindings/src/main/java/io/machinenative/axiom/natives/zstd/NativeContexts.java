package io.machinenative.axiom.natives.zstd;

/**
 * Opens and closes the library's contexts: each with its settings and its dictionary, or not at
 * all. Parameter numbers are those of zstd.h.
 */
final class NativeContexts {
  private static final int COMPRESSION_LEVEL = 100;
  private static final int WINDOW_LOG = 101;
  private static final int HASH_LOG = 102;
  private static final int CHAIN_LOG = 103;
  private static final int SEARCH_LOG = 104;
  private static final int MIN_MATCH = 105;
  private static final int TARGET_LENGTH = 106;
  private static final int LONG_DISTANCE = 160;
  private static final int CHECKSUM = 201;
  private static final int MAX_WINDOW_LOG = 100;

  private NativeContexts() {}

  /** Opens a compressor, and retains its dictionary; null for none. */
  static long newCompressor(ZstdSettings settings, ZstdDictionary dictionary) {
    long context = ZstdError.requireCreated(ZstdNative.createCompressor(), "a compressor");
    try {
      set(context, COMPRESSION_LEVEL, settings.level());
      set(context, WINDOW_LOG, settings.windowLog());
      set(context, settings.search());
      set(context, LONG_DISTANCE, settings.longDistance() ? 1 : 0);
      set(context, CHECKSUM, settings.checksum() ? 1 : 0);
      if (dictionary != null) {
        long digested = dictionary.retain().compressing();
        attached(ZstdNative.useCompressionDictionary(context, digested), dictionary);
      }
      return context;
    } catch (RuntimeException e) {
      ZstdNative.freeCompressor(context);
      throw e;
    }
  }

  /** Opens a decompressor, and retains its dictionary; null for none. */
  static long newDecompressor(int maxWindowLog, ZstdDictionary dictionary) {
    long context = ZstdError.requireCreated(ZstdNative.createDecompressor(), "a decompressor");
    try {
      ZstdError.require(
          ZstdNative.setDecompressorParameter(context, MAX_WINDOW_LOG, maxWindowLog),
          "maxWindowLog " + maxWindowLog);
      if (dictionary != null) {
        long digested = dictionary.retain().decompressing();
        attached(ZstdNative.useDecompressionDictionary(context, digested), dictionary);
      }
      return context;
    } catch (RuntimeException e) {
      ZstdNative.freeDecompressor(context);
      throw e;
    }
  }

  static void closeCompressor(long context, ZstdDictionary dictionary) {
    ZstdNative.freeCompressor(context);
    if (dictionary != null) {
      dictionary.release();
    }
  }

  static void closeDecompressor(long context, ZstdDictionary dictionary) {
    ZstdNative.freeDecompressor(context);
    if (dictionary != null) {
      dictionary.release();
    }
  }

  /** Keeps a dictionary only when the library has taken it. */
  private static void attached(long result, ZstdDictionary dictionary) {
    if (result < 0) {
      dictionary.release();
    }
    ZstdError.require(result, dictionary.toString());
  }

  /** 0 each is the library's own word for: by level. */
  private static void set(long context, ZstdSearch search) {
    set(context, HASH_LOG, search.hashLog());
    set(context, CHAIN_LOG, search.chainLog());
    set(context, SEARCH_LOG, search.searchLog());
    set(context, MIN_MATCH, search.minMatch());
    set(context, TARGET_LENGTH, search.targetLength());
  }

  private static void set(long context, int parameter, int value) {
    ZstdError.require(
        ZstdNative.setCompressorParameter(context, parameter, value),
        "compressor parameter " + parameter + " = " + value);
  }
}
