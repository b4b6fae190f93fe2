package io.machinenative.axiom.natives.zstd;

import io.airlift.compress.v3.MalformedInputException;
import io.machinenative.axiom.natives.zstd.ZstdException.Kind;

/**
 * What aircompressor says only in words, or not at all: some damaged frames end in an index out of
 * bounds of one of its tables.
 */
final class JavaErrors {
  private static final String NO_ROOM = "Output buffer too small";

  private JavaErrors() {}

  static ZstdException decompressing(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    Kind kind = message.contains("checksum") ? Kind.CHECKSUM : Kind.CORRUPT;
    return new ZstdException(kind, "not decompressed: " + message, e);
  }

  /** Whether the output would pass its end. */
  static boolean isNoRoom(RuntimeException e) {
    return e instanceof MalformedInputException && String.valueOf(e.getMessage()).contains(NO_ROOM);
  }
}
