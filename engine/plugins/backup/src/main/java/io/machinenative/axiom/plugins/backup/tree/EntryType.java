package io.machinenative.axiom.plugins.backup.tree;

import io.machinenative.axiom.plugins.backup.format.DamagedException;

/** What an entry is. */
public enum EntryType {
  FILE(1),
  DIRECTORY(2),
  SYMBOLIC_LINK(3),
  /** Another name of a file that came before. */
  HARD_LINK(4);

  private final int code;

  EntryType(int code) {
    this.code = code;
  }

  /** As it is written. */
  public int code() {
    return code;
  }

  /**
   * The type of a code.
   *
   * @throws DamagedException when there is none
   */
  public static EntryType of(int code) throws DamagedException {
    for (EntryType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new DamagedException("tree: expected an entry of type 1 to 4, actual " + code);
  }
}
