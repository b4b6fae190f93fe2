package io.machinenative.axiom.plugins.backup.repository;

import io.machinenative.axiom.plugins.backup.format.ByteSource;
import io.machinenative.axiom.plugins.backup.format.DamagedException;

/**
 * How a snapshot was made. Each holds everything and needs no other to be restored: the kind says
 * only which files were read.
 */
public enum SnapshotKind {
  /** All files were read. */
  FULL(1),
  /** Files that are as they were in the last snapshot were not read. */
  INCREMENTAL(2),
  /** Files that are as they were in the last full snapshot were not read. */
  DIFFERENTIAL(3);

  private final int code;

  SnapshotKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static SnapshotKind of(ByteSource source) throws DamagedException {
    int code = source.u8();
    for (SnapshotKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw source.damaged("expected kind 1 to 3, actual " + code);
  }
}
