package io.machinenative.axiom.natives.zstd;

import io.machinenative.axiom.natives.zstd.ZstdException.Kind;

/**
 * The error codes of {@code zstd_errors.h} that mean something to us; a result of the library is
 * minus such a code. The values are fixed since 1.3.1.
 */
final class ZstdError {
  static final long PREFIX_UNKNOWN = -10;
  static final long WINDOW_TOO_LARGE = -16;
  static final long CORRUPTION_DETECTED = -20;
  static final long CHECKSUM_WRONG = -22;
  static final long DICTIONARY_CORRUPTED = -30;
  static final long DICTIONARY_WRONG = -32;
  static final long MEMORY_ALLOCATION = -64;
  static final long DESTINATION_TOO_SMALL = -70;
  static final long SOURCE_SIZE_WRONG = -72;

  private ZstdError() {}

  static Kind kindOf(long result) {
    if (result == PREFIX_UNKNOWN) {
      return Kind.NOT_A_FRAME;
    }
    if (result == WINDOW_TOO_LARGE) {
      return Kind.LIMIT;
    }
    if (result == CHECKSUM_WRONG) {
      return Kind.CHECKSUM;
    }
    if (result == DICTIONARY_WRONG || result == DICTIONARY_CORRUPTED) {
      return Kind.DICTIONARY;
    }
    if (result == SOURCE_SIZE_WRONG) {
      return Kind.TRUNCATED;
    }
    return result == MEMORY_ALLOCATION ? Kind.LIBRARY : Kind.CORRUPT;
  }

  /** To be thrown for an error of the library while it decompressed. */
  static ZstdException decompressing(long result) {
    return new ZstdException(kindOf(result), "not decompressed: " + ZstdNative.errorName(result));
  }

  /** Nothing when the library did what it was told. */
  static long require(long result, String what) {
    if (result < 0) {
      throw new ZstdException(Kind.LIBRARY, what + ": " + ZstdNative.errorName(result));
    }
    return result;
  }

  /** An object of the library, which is null when there is no memory. */
  static long requireCreated(long pointer, String what) {
    if (pointer == 0) {
      throw new ZstdException(Kind.LIBRARY, what + ": no memory");
    }
    return pointer;
  }
}
