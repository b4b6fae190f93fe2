package io.machinenative.axiom.engine.pipeline;

/** What became of a frame or of a claim. Each constant says what the caller does next. */
public final class Outcome {
  /** Done. */
  public static final int OK = 0;

  /** No room now: keep what you have and try again on a later duty cycle. */
  public static final int BACK_PRESSURED = -1;

  /** The connection is over: forget what you have, it cannot be sent. */
  public static final int CLOSED = -2;

  /** Longer than {@link FrameWriter#maxFrameBytes()}: send it as fragments. */
  public static final int TOO_LARGE = -3;

  private Outcome() {}
}
