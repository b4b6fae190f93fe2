package io.machinenative.axiom.natives.zstd;

/**
 * The one thread that a context belongs to: the first that uses it. For assertions: a second thread
 * in the same context would ruin the library's memory.
 */
final class ThreadOwner {
  private Thread owner;

  /** Whether the caller is the owner, or becomes it. */
  boolean isCaller() {
    Thread caller = Thread.currentThread();
    if (owner == null) {
      owner = caller;
    }
    return owner == caller;
  }

  /** Whether the caller is the owner, or there is none. */
  boolean isCallerOrNobody() {
    return owner == null || owner == Thread.currentThread();
  }

  @Override
  public String toString() {
    return "expected the context's owner " + owner + ", actual " + Thread.currentThread();
  }
}
