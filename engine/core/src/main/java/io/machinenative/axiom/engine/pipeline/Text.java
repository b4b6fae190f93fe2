package io.machinenative.axiom.engine.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text for people on its way to the wire: UTF-8, cut where it is too long. Stateless. */
public final class Text {
  private static final byte[] NONE = new byte[0];

  private Text() {}

  /**
   * The text in UTF-8, cut between two characters. Allocates.
   *
   * @param text null for none
   * @param maxBytes of the answer, 0 or more
   */
  public static byte[] bytes(String text, int maxBytes) {
    if (text == null) {
      return NONE;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= maxBytes) {
      return bytes;
    }
    int end = maxBytes;
    while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
      end--; // a continuation: its character began before
    }
    return Arrays.copyOf(bytes, end);
  }
}
