package io.machinenative.axiom.engine.edge.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Texts within JSON that was checked. Stateless, any thread. */
public final class JsonText {
  static final byte[] TRUE = ascii("true");
  static final byte[] FALSE = ascii("false");
  static final byte[] NULL = ascii("null");

  private JsonText() {}

  /** ASCII as bytes, for constants. */
  public static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }

  static String ofAscii(byte[] text) {
    return new String(text, ISO_8859_1);
  }

  static boolean hasEscape(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  /** Whether what stands between two quotes reads so. Allocates only when that is not plain. */
  static boolean reads(byte[] bytes, int start, int end, String text) {
    if (end - start != text.length()) {
      return unescaped(bytes, start, end).equals(text);
    }
    for (int i = start; i < end; i++) {
      if (bytes[i] != text.charAt(i - start) || bytes[i] == '\\') {
        return unescaped(bytes, start, end).equals(text);
      }
    }
    return true;
  }

  /** What stands between two quotes, read. Allocates. */
  public static String unescaped(byte[] bytes, int start, int end) {
    if (!hasEscape(bytes, start, end)) {
      return new String(bytes, start, end - start, UTF_8);
    }
    StringBuilder text = new StringBuilder(end - start);
    int plain = start;
    int at = start;
    while (at < end) {
      if (bytes[at] != '\\') {
        at++;
        continue;
      }
      text.append(new String(bytes, plain, at - plain, UTF_8));
      byte kind = bytes[at + 1];
      if (kind == 'u') {
        text.append((char) Integer.parseInt(new String(bytes, at + 2, 4, ISO_8859_1), 16));
        at += 6;
      } else {
        text.append(single(kind));
        at += 2;
      }
      plain = at;
    }
    return text.append(new String(bytes, plain, end - plain, UTF_8)).toString();
  }

  private static char single(byte kind) {
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> (char) kind;
    };
  }

  /** Whether a text holds a line break, which a line of a stream cannot. */
  public static boolean hasLineBreak(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        return true;
      }
    }
    return false;
  }
}
