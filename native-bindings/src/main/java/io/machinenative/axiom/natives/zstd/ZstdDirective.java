package io.machinenative.axiom.natives.zstd;

/** What a stream shall do beyond taking what it is given. */
public enum ZstdDirective {
  /** Gather input, write when a block is full: the best ratio. */
  CONTINUE,
  /**
   * Write everything that came so far, so that a reader can have it. Costs ratio. The pure Java
   * codec ends the frame for that, and begins another.
   */
  FLUSH,
  /** Write everything, and end the frame; what comes after begins a new one. */
  END;

  /** {@code ZSTD_EndDirective} of zstd.h: the same order. */
  int code() {
    return ordinal();
  }
}
