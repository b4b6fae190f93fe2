package io.machinenative.axiom.plugins.backup.tree;

import java.nio.charset.StandardCharsets;

/**
 * One of the extended attributes of a file, such as {@code user.comment}, or what the system keeps
 * as one: access control lists, capabilities.
 *
 * @param name as the system's bytes, with what is before the first dot; not copied
 * @param value not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record ExtendedAttribute(byte[] name, byte[] value) {
  /** The most that one file may have, names and values. */
  public static final int TOTAL_MAX_BYTES = 256 << 10;

  /** In the type of an entry: such attributes follow. */
  public static final int ENTRY_FLAG = 0x40;

  /** The name for people. */
  public String nameText() {
    return new String(name, StandardCharsets.UTF_8);
  }
}
