package io.machinenative.axiom.natives.aes;

import java.util.Optional;
import java.util.stream.Stream;

/** Who does the arithmetic, the fastest first. All give the same results. */
public enum GcmEngine {
  /** Intel's library of assembly for one instruction set each; x86-64 only. */
  IPSEC_MB("ipsec-mb"),
  /** OpenSSL's. */
  LIBCRYPTO("libcrypto"),
  /** The JDK's own cipher: always there; copies, and allocates some hundred bytes a message. */
  JCE("jce");

  private final String label;

  GcmEngine(String label) {
    this.label = label;
  }

  /** As people and properties name it. */
  public String label() {
    return label;
  }

  /** The engine of that {@link #label}. */
  static Optional<GcmEngine> labelled(String label) {
    return Stream.of(values()).filter(engine -> engine.label.equals(label)).findFirst();
  }
}
