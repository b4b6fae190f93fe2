package io.machinenative.axiom.plugins.files;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.ToolException;

/** A call that works on files: whether it is still wanted, and how far it is. One thread's. */
public final class CallWatch {
  /** Between two messages of progress. */
  private static final long STEP_BYTES = 16 << 20;

  private final CallContext call;
  private final double totalBytes;
  private long doneBytes;
  private long toldBytes;

  /**
   * @param totalBytes what it ends at; {@link Double#NaN} when not known
   */
  public CallWatch(CallContext call, double totalBytes) {
    this.call = call;
    this.totalBytes = totalBytes;
  }

  /**
   * More was done.
   *
   * @throws ToolException CANCELLED when the answer is not wanted any more
   */
  public void add(long bytes) {
    doneBytes += bytes;
    requireWanted();
    if (doneBytes - toldBytes >= STEP_BYTES) {
      toldBytes = doneBytes;
      call.progress((double) doneBytes, totalBytes, null);
    }
  }

  /**
   * @throws ToolException CANCELLED when the answer is not wanted any more
   */
  public void requireWanted() {
    if (call.isCancelled()) {
      throw ToolException.cancelled();
    }
  }
}
