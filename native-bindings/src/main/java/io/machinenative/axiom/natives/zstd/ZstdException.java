package io.machinenative.axiom.natives.zstd;

/** A payload that cannot be decompressed, or a library that failed; the message says which. */
public final class ZstdException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public enum Kind {
    /** It does not begin as a frame, or something else follows one. */
    NOT_A_FRAME,
    /** The last frame ends too early. */
    TRUNCATED,
    /** The frame contradicts itself. */
    CORRUPT,
    /** The content is another than was compressed. */
    CHECKSUM,
    /** It is or would become more than {@link ZstdLimits} allow. */
    LIMIT,
    /** The destination is too short. */
    CAPACITY,
    /** It needs another dictionary, or any. */
    DICTIONARY,
    /** The library has no memory, or refused for a reason that is none of the payload's. */
    LIBRARY
  }

  private final Kind kind;

  public ZstdException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public ZstdException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
