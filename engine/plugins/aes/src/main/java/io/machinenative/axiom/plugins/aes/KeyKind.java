package io.machinenative.axiom.plugins.aes;

/** What a container's data key is wrapped with. */
public enum KeyKind {
  /** A key of a key ring, which the key id names. */
  RING(1),
  /** A key that Argon2id makes of a passphrase; its parameters stand in the header. */
  PASSPHRASE(2),
  /** A key of a file; the key id is its fingerprint. */
  KEY_FILE(3);

  private final int code;

  KeyKind(int code) {
    this.code = code;
  }

  /** As in a header. */
  int code() {
    return code;
  }

  /**
   * @return null when there is none of that code
   */
  static KeyKind of(int code) {
    for (KeyKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    return null;
  }
}
