package io.machinenative.axiom.natives.zstd;

/** Who compresses. */
public enum ZstdProvider {
  /** The machine's own libzstd, or the one that {@code -Daxiom.natives.zstd} names. */
  SYSTEM,
  /** The libzstd that the Maven artifact {@code io.airlift:aircompressor-v3} carries. */
  ARTIFACT,
  /**
   * The pure Java codec of {@code io.airlift:aircompressor-v3}: the same frames, two to four times
   * slower. It knows one level and no dictionaries, and reads no windows above 8 MiB.
   */
  JAVA,
  /** Nobody: turned off, or neither a library nor the artifact is there. */
  NONE
}
