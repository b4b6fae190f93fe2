package io.machinenative.axiom.natives.zstd;

import io.airlift.compress.v3.MalformedInputException;
import io.machinenative.axiom.natives.zstd.ZstdException.Kind;

/** What aircompressor says only in words. */
final class JavaErrors {
  private JavaErrors() {}

  static ZstdException decompressing(MalformedInputException e) {
    String message = String.valueOf(e.getMessage());
    Kind kind = message.contains("checksum") ? Kind.CHECKSUM : Kind.CORRUPT;
    return new ZstdException(kind, "not decompressed: " + message, e);
  }
}
