package io.machinenative.axiom.engine.edge.json;

/**
 * Checks JSON (RFC 8259, in strict UTF-8) and finds where its values end. Works through the bytes
 * once, without recursion into what is only passed over; nothing is converted.
 *
 * <p>Names may not occur twice in an object that is read by {@link #object}; in values that are
 * passed over they are not compared: who reads those looks himself.
 *
 * <p>Owned by one thread. Allocates nothing unless it throws.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
public final class JsonScanner {
  /** Arrays and objects within one another; a bit of a long for each. */
  public static final int MAX_DEPTH = 64;

  private byte[] bytes = new byte[0];
  private int start;
  private int end;

  /** Reads these bytes from now on. */
  public JsonScanner wrap(byte[] source, int offset, int length) {
    bytes = source;
    start = offset;
    end = offset + length;
    return this;
  }

  /**
   * The bytes are one value and nothing else but white space.
   *
   * @return where the value begins
   * @throws JsonDefect when they are not
   */
  public int requireOneValue() {
    int at = space(start);
    requireEnd(value(at, 0));
    return at;
  }

  /**
   * The bytes are one object, whose members are listed; those of the objects that are members
   * {@code names[0]} of it, {@code names[1]} of that one, and so on, are listed too.
   *
   * @param into lists for the object and for those within, at least one
   * @param names one fewer than lists
   * @throws JsonDefect when they are not, or a name occurs twice in one of them
   */
  public void requireObject(Members[] into, byte[][] names) {
    for (Members members : into) {
      members.wrap(bytes);
    }
    int at = space(start);
    if (at >= end || bytes[at] != '{') {
      throw defect("an object", at);
    }
    requireEnd(object(at, into, names, 0));
  }

  private void requireEnd(int at) {
    int after = space(at);
    if (after != end) {
      throw defect("the end of the text", after);
    }
  }

  private int object(int at, Members[] into, byte[][] names, int level) {
    Members members = into[level];
    members.present();
    int next = space(at + 1);
    if (next < end && bytes[next] == '}') {
      return next + 1;
    }
    while (true) {
      int nameStart = next;
      int nameEnd = name(nameStart);
      int valueStart = space(colon(nameEnd));
      boolean within =
          level + 1 < into.length
              && valueStart < end
              && bytes[valueStart] == '{'
              && Members.equal(bytes, nameStart + 1, nameEnd - 1, names[level]);
      int valueEnd =
          within ? object(valueStart, into, names, level + 1) : value(valueStart, level + 1);
      if (!members.add(nameStart + 1, nameEnd - 1, valueStart, valueEnd)) {
        throw defect("at most " + Members.MAX + " members, each name once", nameStart);
      }
      next = space(valueEnd);
      if (next < end && bytes[next] == '}') {
        return next + 1;
      }
      next = space(comma(next));
    }
  }

  private int name(int at) {
    if (at >= end || bytes[at] != '"') {
      throw defect("a name in quotes", at);
    }
    return string(at);
  }

  private int colon(int at) {
    int found = space(at);
    if (found >= end || bytes[found] != ':') {
      throw defect("a colon", found);
    }
    return found + 1;
  }

  private int comma(int at) {
    if (at >= end || bytes[at] != ',') {
      throw defect("a comma or a closing bracket", at);
    }
    return at + 1;
  }

  private int space(int from) {
    int at = from;
    while (at < end) {
      byte octet = bytes[at];
      if (octet != ' ' && octet != '\n' && octet != '\r' && octet != '\t') {
        return at;
      }
      at++;
    }
    return at;
  }

  /** Passes over the value that begins at a position, {@code depth} levels down already. */
  private int value(int from, int depth) {
    int at = from;
    int level = depth;
    long objects = 0; // the bit of a level: an object, else an array
    while (true) {
      // a value begins here
      if (at >= end) {
        throw defect("a value", at);
      }
      byte octet = bytes[at];
      if (octet == '{' || octet == '[') {
        if (level == MAX_DEPTH) {
          throw defect("at most " + MAX_DEPTH + " levels", at);
        }
        boolean isObject = octet == '{';
        objects = isObject ? objects | 1L << level : objects & ~(1L << level);
        level++;
        at = space(at + 1);
        boolean isEmpty = at < end && bytes[at] == (isObject ? '}' : ']');
        if (!isEmpty) {
          at = isObject ? space(colon(name(at))) : at;
          continue;
        }
        at++;
        level--;
      } else {
        at = scalar(octet, at);
      }
      // a value ended here
      while (true) {
        if (level == depth) {
          return at;
        }
        boolean inObject = (objects & 1L << (level - 1)) != 0;
        at = space(at);
        if (at >= end || bytes[at] != (inObject ? '}' : ']')) {
          at = space(comma(at));
          at = inObject ? space(colon(name(at))) : at;
          break;
        }
        at++;
        level--;
      }
    }
  }

  private int scalar(byte octet, int at) {
    return switch (octet) {
      case '"' -> string(at);
      case 't' -> word(at, JsonText.TRUE);
      case 'f' -> word(at, JsonText.FALSE);
      case 'n' -> word(at, JsonText.NULL);
      default -> number(at);
    };
  }

  private int word(int at, byte[] word) {
    if (!Members.equal(bytes, at, Math.min(end, at + word.length), word)) {
      throw defect("a value", at);
    }
    return at + word.length;
  }

  private int number(int from) {
    int at = from;
    if (at < end && bytes[at] == '-') {
      at++;
    }
    if (at < end && bytes[at] == '0') {
      at++;
    } else {
      at = digits(at, from);
    }
    if (at < end && bytes[at] == '.') {
      at = digits(at + 1, from);
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      at = digits(at, from);
    }
    return at;
  }

  private int digits(int from, int valueStart) {
    int at = from;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw defect("a value", valueStart);
    }
    return at;
  }

  private int string(int from) {
    int at = plain(from + 1);
    while (at < end) {
      byte octet = bytes[at];
      if (octet == '"') {
        return at + 1;
      }
      if (octet == '\\') {
        at = plain(escape(at));
      } else if (octet >= 0x20) {
        at++;
      } else if (octet >= 0) {
        throw defect("an escape instead of a control character", at);
      } else {
        at = multibyte(at);
      }
    }
    throw defect("the end of the text that began", from);
  }

  /**
   * Passes over ASCII that stands for itself, eight bytes at a time: up to less than eight more.
   */
  private int plain(int from) {
    int at = from;
    while (at + Long.BYTES <= end && JsonText.isPlain((long) JsonText.EIGHT.get(bytes, at))) {
      at += Long.BYTES;
    }
    return at;
  }

  private int escape(int at) {
    byte kind = at + 1 < end ? bytes[at + 1] : 0;
    switch (kind) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return at + 2;
      }
      case 'u' -> {
        for (int i = at + 2; i < at + 6; i++) {
          if (i >= end || Character.digit(bytes[i], 16) < 0) {
            throw defect("four hexadecimal digits", at);
          }
        }
        return at + 6;
      }
      default -> throw defect("an escape of JSON", at);
    }
  }

  /** Unicode, table 3-7: shortest form, no surrogates, nothing above U+10FFFF. */
  private int multibyte(int at) {
    int first = bytes[at] & 0xFF;
    int more;
    int low = 0x80;
    int high = 0xBF;
    if (first >= 0xC2 && first <= 0xDF) {
      more = 1;
    } else if (first >= 0xE0 && first <= 0xEF) {
      more = 2;
      low = first == 0xE0 ? 0xA0 : low;
      high = first == 0xED ? 0x9F : high;
    } else if (first >= 0xF0 && first <= 0xF4) {
      more = 3;
      low = first == 0xF0 ? 0x90 : low;
      high = first == 0xF4 ? 0x8F : high;
    } else {
      throw defect("UTF-8", at);
    }
    for (int i = 1; i <= more; i++) {
      int octet = at + i < end ? bytes[at + i] & 0xFF : 0;
      if (octet < low || octet > high) {
        throw defect("UTF-8", at);
      }
      low = 0x80;
      high = 0xBF;
    }
    return at + more + 1;
  }

  private JsonDefect defect(String expected, int at) {
    return new JsonDefect(expected, at - start);
  }
}
