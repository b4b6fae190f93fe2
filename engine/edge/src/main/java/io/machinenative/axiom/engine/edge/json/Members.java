package io.machinenative.axiom.engine.edge.json;

import java.util.Arrays;

/**
 * The members of one object, as slices of the text. Filled by {@link JsonScanner#requireObject},
 * reused; valid as long as the text is. Owned by one thread. Allocates only for names that are
 * written with escapes.
 */
public final class Members {
  /** Of an object whose members are looked at one by one. */
  static final int MAX = 64;

  /** {@link #find}: there is no such member. */
  public static final int ABSENT = -1;

  private final int[] nameStarts = new int[MAX];
  private final int[] nameEnds = new int[MAX];
  private final boolean[] escaped = new boolean[MAX];
  private final int[] valueStarts = new int[MAX];
  private final int[] valueEnds = new int[MAX];
  private byte[] bytes = new byte[0];
  private boolean present;
  private int count;

  void wrap(byte[] text) {
    bytes = text;
    count = 0;
    present = false;
  }

  void present() {
    present = true;
  }

  /** Whether the object was there. */
  public boolean isPresent() {
    return present;
  }

  /** Takes a member; false when there is no room, or the name is there already. */
  boolean add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
    if (count == MAX) {
      return false;
    }
    boolean hasEscape = JsonText.hasEscape(bytes, nameStart, nameEnd);
    for (int i = 0; i < count; i++) {
      if (sameName(i, nameStart, nameEnd, hasEscape)) {
        return false;
      }
    }
    escaped[count] = hasEscape;
    nameStarts[count] = nameStart;
    nameEnds[count] = nameEnd;
    valueStarts[count] = valueStart;
    valueEnds[count] = valueEnd;
    count++;
    return true;
  }

  private boolean sameName(int index, int start, int end, boolean hasEscape) {
    if (!hasEscape && !escaped[index]) {
      return end - start == nameEnds[index] - nameStarts[index]
          && Arrays.equals(bytes, start, end, bytes, nameStarts[index], nameEnds[index]);
    }
    return JsonText.unescaped(bytes, start, end).equals(name(index));
  }

  public int count() {
    return count;
  }

  /** The name of a member. Allocates. */
  public String name(int index) {
    return JsonText.unescaped(bytes, nameStarts[index], nameEnds[index]);
  }

  /**
   * Index of the member with that name, or {@link #ABSENT}.
   *
   * @param name in ASCII
   */
  public int find(byte[] name) {
    for (int i = 0; i < count; i++) {
      boolean same =
          escaped[i]
              ? equal(bytes, nameStarts[i], nameEnds[i], name)
              : nameEnds[i] - nameStarts[i] == name.length
                  && Arrays.equals(bytes, nameStarts[i], nameEnds[i], name, 0, name.length);
      if (same) {
        return i;
      }
    }
    return ABSENT;
  }

  /** The text in which the values lie. */
  public byte[] bytes() {
    return bytes;
  }

  public int valueStart(int index) {
    return valueStarts[index];
  }

  public int valueEnd(int index) {
    return valueEnds[index];
  }

  /** The first byte of a value tells its kind. */
  public byte kind(int index) {
    return bytes[valueStarts[index]];
  }

  /** Whether there is a text of that name. */
  public boolean isText(int index) {
    return index != ABSENT && kind(index) == '"';
  }

  /** Whether a member is this text. Allocates only for texts that are written with escapes. */
  public boolean isText(int index, String text) {
    return isText(index)
        && JsonText.reads(bytes, valueStarts[index] + 1, valueEnds[index] - 1, text);
  }

  /** The text of a member that {@link #isText}. Allocates. */
  public String text(int index) {
    return JsonText.unescaped(bytes, valueStarts[index] + 1, valueEnds[index] - 1);
  }

  /** The text of a member, or null when it is absent or no text. Allocates. */
  public String text(byte[] name) {
    int index = find(name);
    return isText(index) ? text(index) : null;
  }

  /** A copy of a value's bytes. */
  public byte[] copy(int index) {
    return Arrays.copyOfRange(bytes, valueStarts[index], valueEnds[index]);
  }

  /** Whether a part of a text with JSON's escapes reads so. */
  static boolean equal(byte[] text, int start, int end, byte[] ascii) {
    if (end - start == ascii.length) {
      return Arrays.equals(text, start, end, ascii, 0, ascii.length);
    }
    return end - start > ascii.length
        && JsonText.hasEscape(text, start, end)
        && JsonText.unescaped(text, start, end).equals(JsonText.ofAscii(ascii));
  }
}
