package io.machinenative.axiom.plugins.backup.keys;

import io.machinenative.axiom.plugins.backup.format.ByteSource;
import io.machinenative.axiom.plugins.backup.format.DamagedException;

/** How the key of a slot comes of a {@link Secret}. */
public enum KeyKind {
  /** Argon2id of a passphrase. */
  PASSPHRASE(1),
  /** HMAC-SHA-256 of the slot's salt under the key of a file. */
  KEY_FILE(2);

  private final int code;

  KeyKind(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  static KeyKind of(ByteSource source) throws DamagedException {
    int code = source.u8();
    for (KeyKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw source.damaged("expected kind 1 or 2, actual " + code);
  }
}
