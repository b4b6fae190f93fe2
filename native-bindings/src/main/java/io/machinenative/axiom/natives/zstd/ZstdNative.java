package io.machinenative.axiom.natives.zstd;

import io.machinenative.axiom.natives.link.Linked;
import io.machinenative.axiom.natives.link.NativeCall;
import java.lang.foreign.MemorySegment;

/**
 * Calls into the one libzstd of this JVM. A result below zero is an error of the library: minus its
 * code in {@code zstd_errors.h}.
 *
 * <p>Any thread; what may be called at the same time is the business of the contexts' owners.
 */
final class ZstdNative {
  /** Static and final, so that each call compiles to the call itself. */
  private static final Linked<ZstdFunctions> LINKED = ZstdLibrary.link();

  private static final ZstdFunctions FUNCTIONS = LINKED.functions();

  private ZstdNative() {}

  /** What was linked, and why. */
  static Linked<ZstdFunctions> linked() {
    return LINKED;
  }

  /** {@code ZSTD_createCCtx}. */
  static long createCompressor() {
    try {
      return (long) FUNCTIONS.createCompressor().invokeExact();
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_freeCCtx}. */
  static long freeCompressor(long context) {
    try {
      return (long) FUNCTIONS.freeCompressor().invokeExact(context);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_CCtx_setParameter}. */
  static long setCompressorParameter(long context, int parameter, int value) {
    try {
      return (long) FUNCTIONS.setCompressorParameter().invokeExact(context, parameter, value);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_CCtx_reset}. */
  static long resetCompressor(long context, int what) {
    try {
      return (long) FUNCTIONS.resetCompressor().invokeExact(context, what);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_CCtx_setPledgedSrcSize}. */
  static long pledgeSourceBytes(long context, long bytes) {
    try {
      return (long) FUNCTIONS.pledgeSourceBytes().invokeExact(context, bytes);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_CCtx_refCDict}. */
  static long useCompressionDictionary(long context, long dictionary) {
    try {
      return (long) FUNCTIONS.useCompressionDictionary().invokeExact(context, dictionary);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_compress2}. */
  static long compress(
      long context, MemorySegment destination, long capacity, MemorySegment source, long bytes) {
    try {
      return (long) FUNCTIONS.compress().invokeExact(context, destination, capacity, source, bytes);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_compressStream2}. */
  static long compressStream(
      long context, MemorySegment output, MemorySegment input, int directive) {
    try {
      return (long) FUNCTIONS.compressStream().invokeExact(context, output, input, directive);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_createDCtx}. */
  static long createDecompressor() {
    try {
      return (long) FUNCTIONS.createDecompressor().invokeExact();
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_freeDCtx}. */
  static long freeDecompressor(long context) {
    try {
      return (long) FUNCTIONS.freeDecompressor().invokeExact(context);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_DCtx_setParameter}. */
  static long setDecompressorParameter(long context, int parameter, int value) {
    try {
      return (long) FUNCTIONS.setDecompressorParameter().invokeExact(context, parameter, value);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_DCtx_reset}. */
  static long resetDecompressor(long context, int what) {
    try {
      return (long) FUNCTIONS.resetDecompressor().invokeExact(context, what);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_DCtx_refDDict}. */
  static long useDecompressionDictionary(long context, long dictionary) {
    try {
      return (long) FUNCTIONS.useDecompressionDictionary().invokeExact(context, dictionary);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_decompressDCtx}. */
  static long decompress(
      long context, MemorySegment destination, long capacity, MemorySegment source, long bytes) {
    try {
      return (long)
          FUNCTIONS.decompress().invokeExact(context, destination, capacity, source, bytes);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_decompressStream}. */
  static long decompressStream(long context, MemorySegment output, MemorySegment input) {
    try {
      return (long) FUNCTIONS.decompressStream().invokeExact(context, output, input);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_createCDict}. */
  static long createCompressionDictionary(MemorySegment content, long bytes, int level) {
    try {
      return (long) FUNCTIONS.createCompressionDictionary().invokeExact(content, bytes, level);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_freeCDict}. */
  static long freeCompressionDictionary(long dictionary) {
    try {
      return (long) FUNCTIONS.freeCompressionDictionary().invokeExact(dictionary);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_createDDict}. */
  static long createDecompressionDictionary(MemorySegment content, long bytes) {
    try {
      return (long) FUNCTIONS.createDecompressionDictionary().invokeExact(content, bytes);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZSTD_freeDDict}. */
  static long freeDecompressionDictionary(long dictionary) {
    try {
      return (long) FUNCTIONS.freeDecompressionDictionary().invokeExact(dictionary);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** {@code ZDICT_trainFromBuffer}. */
  static long trainDictionary(
      MemorySegment dictionary,
      long capacity,
      MemorySegment samples,
      MemorySegment sampleBytes,
      int sampleCount) {
    try {
      return (long)
          FUNCTIONS
              .trainDictionary()
              .invokeExact(dictionary, capacity, samples, sampleBytes, sampleCount);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }

  /** What the library calls an error. */
  @SuppressWarnings("restricted")
  static String errorName(long result) {
    try {
      MemorySegment name = (MemorySegment) FUNCTIONS.errorName().invokeExact(result);
      return name.reinterpret(256).getString(0);
    } catch (Throwable e) {
      throw NativeCall.failure(e);
    }
  }
}
