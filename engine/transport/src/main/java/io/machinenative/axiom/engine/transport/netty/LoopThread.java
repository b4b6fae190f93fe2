package io.machinenative.axiom.engine.transport.netty;

import io.netty.util.concurrent.FastThreadLocalThread;

/**
 * Makes the threads that step Netty's loops. Netty keeps buffers and decoders' objects for reuse on
 * threads of its own kind alone; on any other it allocates each of them anew.
 */
public final class LoopThread {
  private LoopThread() {}

  /** A daemon thread for a task, not started. */
  public static Thread of(Runnable task) {
    Thread thread = new FastThreadLocalThread(task);
    thread.setDaemon(true);
    return thread;
  }
}
