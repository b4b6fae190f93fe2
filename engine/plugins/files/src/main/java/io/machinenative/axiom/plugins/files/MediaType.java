package io.machinenative.axiom.plugins.files;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What files contain, as far as their names tell: the media types of IANA's registry that matter
 * for compressing and for choosing. Stateless.
 */
public final class MediaType {
  /** What nothing is known of. */
  public static final String UNKNOWN = "application/octet-stream";

  /** Media type, then its extensions. */
  private static final String[] TABLE = {
    "text/plain txt text log md rst adoc ini cfg conf properties env srt",
    "text/html html htm xhtml",
    "text/css css",
    "text/csv csv tsv",
    "text/javascript js mjs cjs",
    "text/x-source java kt scala c h cc cpp hpp cs go rs py rb pl php sh sql ts tsx jsx swift lua",
    "application/json json jsonl ndjson geojson ipynb",
    "application/yaml yaml yml",
    "application/toml toml",
    "application/xml xml xsd xsl svg rss atom pom",
    "application/x-tar tar",
    "application/x-executable so o a exe dll dylib class wasm",
    "application/vnd.sqlite3 sqlite sqlite3 db",
    "application/pdf pdf",
    "application/zip zip jar war ear docx xlsx pptx odt ods odp epub apk whl",
    "application/gzip gz tgz",
    "application/zstd zst tzst",
    "application/x-xz xz txz",
    "application/x-bzip2 bz2 tbz2",
    "application/x-7z-compressed 7z",
    "application/vnd.rar rar",
    "application/x-lz4 lz4",
    "application/x-brotli br",
    "application/x-sealed sealed",
    "application/pgp-encrypted gpg pgp age",
    "application/x-key key pem p12 pfx jks secret",
    "image/jpeg jpg jpeg",
    "image/png png",
    "image/gif gif",
    "image/webp webp",
    "image/avif avif",
    "image/heic heic heif",
    "image/bmp bmp",
    "image/tiff tif tiff",
    "audio/mpeg mp3",
    "audio/ogg ogg oga opus",
    "audio/flac flac",
    "audio/aac aac m4a",
    "audio/wav wav",
    "video/mp4 mp4 m4v",
    "video/x-matroska mkv",
    "video/webm webm",
    "video/quicktime mov",
    "video/mpeg mpg mpeg",
    "font/woff2 woff2",
    "font/woff woff",
    "font/ttf ttf otf"
  };

  private static final Map<String, String> BY_EXTENSION =
      Stream.of(TABLE)
          .map(line -> line.split(" "))
          .flatMap(words -> Stream.of(words).skip(1).map(end -> Map.entry(end, words[0])))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private MediaType() {}

  /** The media type that a file's name tells, or {@link #UNKNOWN}. */
  public static String ofName(String fileName) {
    int dot = fileName.lastIndexOf('.');
    String end = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    return dot < 0 ? UNKNOWN : BY_EXTENSION.getOrDefault(end, UNKNOWN);
  }

  /**
   * Whether a media type is one of those that a range names.
   *
   * @param range {@code text/plain}, {@code text/*} or {@code *&#47;*}
   */
  public static boolean matches(String mediaType, String range) {
    return range.equals("*/*")
        || (range.endsWith("/*")
            ? mediaType.startsWith(range.substring(0, range.length() - 1))
            : mediaType.equals(range));
  }
}
