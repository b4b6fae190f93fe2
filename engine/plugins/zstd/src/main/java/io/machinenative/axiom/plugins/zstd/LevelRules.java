package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.plugins.files.MediaType;
import java.util.List;

/**
 * Which level suits a file, by what its name tells: text gains from a higher one, what is
 * compressed or encrypted already gains from none. Whatever the name says, chunks are sampled, so
 * that a wrong name costs little. Immutable, any thread.
 *
 * @param usual the level of what is neither
 * @param text the level of text and other notations
 */
public record LevelRules(int usual, int text) {
  /** Both above 125 MB/s on one core. */
  public static final LevelRules DEFAULTS = new LevelRules(3, 4);

  private static final List<String> STORED =
      List.of(
          "application/zip",
          "application/gzip",
          "application/zstd",
          "application/x-xz",
          "application/x-bzip2",
          "application/x-7z-compressed",
          "application/vnd.rar",
          "application/x-lz4",
          "application/x-brotli",
          "application/x-sealed",
          "application/pgp-encrypted",
          "image/jpeg",
          "image/png",
          "image/gif",
          "image/webp",
          "image/avif",
          "image/heic",
          "audio/mpeg",
          "audio/ogg",
          "audio/flac",
          "audio/aac",
          "video/*",
          "font/woff2",
          "font/woff");

  private static final List<String> TEXT =
      List.of(
          "text/*", "application/json", "application/yaml", "application/toml", "application/xml");

  /** For a file of that name. */
  public LevelChoice of(String fileName) {
    String type = MediaType.ofName(fileName);
    if (isOneOf(STORED, type)) {
      return new LevelChoice(LevelChoice.STORE, false, type + " is compressed already: stored");
    }
    return isOneOf(TEXT, type)
        ? new LevelChoice(text, true, type)
        : new LevelChoice(usual, true, type);
  }

  /** For what has no name. */
  public LevelChoice ofStream() {
    return new LevelChoice(usual, true, "a stream");
  }

  private static boolean isOneOf(List<String> ranges, String type) {
    return ranges.stream().anyMatch(range -> MediaType.matches(type, range));
  }
}
