package io.machinenative.axiom.engine.edge.http;

import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdCompressor;
import io.machinenative.axiom.natives.zstd.ZstdProvider;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses long answers for clients that ask for it: by zstd where the machine has it in native
 * code, else by gzip. Fast levels, for the thread that compresses serves everybody.
 *
 * <p>Owned by the ingress thread. Keeps one context of each kind once it was used; allocates the
 * off-heap memory of a zstd frame for each answer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3">RFC 9110,
 *     Accept-Encoding</a>
 */
final class ResponseCompression {
  static final byte[] VARY = Answers.line("Vary: Accept-Encoding");
  private static final byte[] GZIP = Answers.line("Content-Encoding: gzip");
  private static final byte[] ZSTD = Answers.line("Content-Encoding: zstd");

  /** RFC 1952: magic, deflate, no flags, no time, fastest, of no known system. */
  private static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};

  private static final int ZSTD_LEVEL = 1;

  private final int leastBytes;
  private final ByteSink out = new ByteSink();
  private final byte[] piece = new byte[8 * 1024];
  private final CRC32 crc = new CRC32();
  private Deflater deflater;
  private ZstdCompressor zstd;

  /**
   * @param leastBytes of an answer that is worth it; 0 for none at all
   */
  ResponseCompression(int leastBytes) {
    this.leastBytes = leastBytes == 0 ? Integer.MAX_VALUE : leastBytes;
  }

  /** Whether an answer is of a length and kind that may be compressed. */
  boolean suits(byte[] contentType, int length) {
    return length >= leastBytes && isText(contentType);
  }

  /** Text becomes smaller; pictures, archives and bytes of tools mostly do not. */
  private static boolean isText(byte[] contentType) {
    String line = new String(contentType, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    return line.contains("json")
        || line.contains("text/")
        || line.contains("javascript")
        || line.contains("svg");
  }

  /**
   * Compresses into {@link #out()}.
   *
   * @param accepted the value of the field Accept-Encoding, or null
   * @return the line that says how; null when the answer stays as it is
   */
  byte[] compress(String accepted, byte[] content, int length) {
    if (accepted == null) {
      return null;
    }
    String lower = accepted.toLowerCase(Locale.ROOT);
    out.reset();
    if (accepts(lower, "zstd") && hasZstd()) {
      zstd(content, length);
      return ZSTD;
    }
    if (accepts(lower, "gzip")) {
      gzip(content, length);
      return GZIP;
    }
    return null;
  }

  private static boolean hasZstd() {
    return Zstd.provider() == ZstdProvider.SYSTEM || Zstd.provider() == ZstdProvider.ARTIFACT;
  }

  /** What was compressed; until the next time. */
  ByteSink out() {
    return out;
  }

  /** Whether a coding is in the list, and not with a weight of 0. */
  static boolean accepts(String list, String coding) {
    for (String one : list.split(",")) {
      int semicolon = one.indexOf(';');
      String name = (semicolon < 0 ? one : one.substring(0, semicolon)).strip();
      if (name.equals(coding)) {
        return semicolon < 0
            || !one.substring(semicolon + 1).replace(" ", "").matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  private void zstd(byte[] content, int length) {
    if (zstd == null) {
      zstd = Zstd.newCompressor(ZstdSettings.ofLevel(ZSTD_LEVEL));
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(length);
      MemorySegment.copy(content, 0, source, ValueLayout.JAVA_BYTE, 0, length);
      MemorySegment frame = arena.allocate(Zstd.compressBound(length));
      long bytes = zstd.compress(source, frame);
      out.put(frame.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  private void gzip(byte[] content, int length) {
    if (deflater == null) {
      deflater = new Deflater(Deflater.BEST_SPEED, true);
    }
    deflater.reset();
    deflater.setInput(content, 0, length);
    deflater.finish();
    out.put(GZIP_HEAD);
    while (!deflater.finished()) {
      out.put(piece, 0, deflater.deflate(piece));
    }
    crc.reset();
    crc.update(content, 0, length);
    littleEndian((int) crc.getValue());
    littleEndian(length);
  }

  private void littleEndian(int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.put((char) (value >>> shift & 0xff));
    }
  }

  /** Gives the contexts' memory back. */
  void close() {
    if (deflater != null) {
      deflater.end();
      deflater = null;
    }
    if (zstd != null) {
      zstd.close();
      zstd = null;
    }
  }
}
