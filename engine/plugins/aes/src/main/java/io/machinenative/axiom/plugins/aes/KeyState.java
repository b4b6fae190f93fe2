package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.api.JsonName;

/**
 * What a key of a ring is for.
 *
 * <pre>
 *   PRIMARY ── rotation ──▶ DECRYPT_ONLY ── destroy ──▶ DESTROYED
 * </pre>
 */
public enum KeyState {
  /** Seals and opens; a ring has one. */
  @JsonName("primary")
  PRIMARY(1),
  /** Opens what it has sealed. */
  @JsonName("decrypt-only")
  DECRYPT_ONLY(2),
  /** Gone; what it has sealed stays sealed. Its id is remembered. */
  @JsonName("destroyed")
  DESTROYED(3);

  private final int code;

  KeyState(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static KeyState of(int code) {
    for (KeyState state : values()) {
      if (state.code == code) {
        return state;
      }
    }
    throw new IllegalArgumentException("expected the state of a key, actual " + code);
  }
}
