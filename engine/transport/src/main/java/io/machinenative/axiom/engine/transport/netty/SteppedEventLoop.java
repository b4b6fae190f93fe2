package io.machinenative.axiom.engine.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;

/**
 * A Netty event loop without a thread, on the JDK's selector: whoever steps it is its thread.
 *
 * <p>Owned by the thread that steps it first, but {@link #wakeup()}. Allocates nothing of its own.
 */
public final class SteppedEventLoop {
  private final AwaitableSelector selector = new AwaitableSelector();
  private final ManualIoEventLoop netty =
      new ManualIoEventLoop(null, NioIoHandler.newFactory(selector, () -> selector));
  private boolean adopted;

  /** Makes the calling thread the owner, unless the loop has one. */
  public void adopt() {
    if (!adopted) {
      adopted = true;
      netty.setOwningThread(Thread.currentThread());
    }
  }

  /** Registers a channel whose pipeline is filled. */
  @SuppressWarnings(
      "deprecation") // what replaces it takes a handle, which a channel does not give out
  public void register(Channel channel) {
    channel.unsafe().register(netty, channel.newPromise());
  }

  /**
   * Handles what is there, without waiting.
   *
   * @return how much was done, 0 for nothing
   */
  public int step() {
    return netty.runNow();
  }

  /**
   * Waits for input; nothing is handled until the next step.
   *
   * @param timeoutNs rounded up to milliseconds, so that a short wait is not a spin
   */
  public void await(long timeoutNs) {
    selector.beginAwait(timeoutNs <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(timeoutNs - 1) + 1);
    try {
      netty.run(1, -1);
    } finally {
      selector.endAwait();
    }
  }

  /** Ends a wait that is under way, or else the next one. Any thread. */
  public void wakeup() {
    selector.wakeup();
  }

  /** Closes every channel and the selector. */
  public void close() {
    adopt();
    netty.runNow();
    netty.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
    while (!netty.isTerminated()) {
      netty.runNow();
    }
  }
}
