package io.machinenative.axiom.plugins.backup.format;

/** What a chunk, and the pack that holds it, is of. */
public enum ChunkKind {
  /** Content of files. */
  DATA(1),
  /** Entries of a tree, and lists of such chunks. */
  TREE(2);

  private final int code;

  ChunkKind(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** Takes a kind out of a record. */
  public static ChunkKind of(ByteSource source) throws DamagedException {
    int code = source.u8();
    for (ChunkKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw source.damaged("expected a kind of chunk, 1 or 2, actual " + code);
  }
}
