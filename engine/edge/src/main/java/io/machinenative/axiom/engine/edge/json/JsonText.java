package io.machinenative.axiom.engine.edge.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Texts within JSON that was checked. Stateless, any thread. */
public final class JsonText {
  static final byte[] TRUE = ascii("true");
  static final byte[] FALSE = ascii("false");
  static final byte[] NULL = ascii("null");

  /** Eight bytes of a text at once, in any order. */
  static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long SPACES = ONES * ' ';

  private JsonText() {}

  /**
   * Whether eight bytes are ASCII that stands for itself between quotes: no quote, no backslash, no
   * control character. A byte is found to be 0, or below another, by what subtraction borrows from
   * its highest bit.
   *
   * @see <a href="https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord">zero in word</a>
   */
  static boolean isPlain(long eight) {
    long quote = (eight ^ QUOTES) - ONES;
    long backslash = (eight ^ BACKSLASHES) - ONES;
    return ((eight | eight - SPACES | quote | backslash) & HIGH_BITS) == 0;
  }

  /** ASCII as bytes, for constants. */
  public static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }

  static String ofAscii(byte[] text) {
    return new String(text, ISO_8859_1);
  }

  static boolean hasEscape(byte[] bytes, int start, int end) {
    int plain = start;
    while (plain + Long.BYTES <= end && isPlain((long) EIGHT.get(bytes, plain))) {
      plain += Long.BYTES;
    }
    for (int i = plain; i < end; i++) {
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
}
