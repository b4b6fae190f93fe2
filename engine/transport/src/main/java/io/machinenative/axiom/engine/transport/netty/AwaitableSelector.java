package io.machinenative.axiom.engine.transport.netty;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/**
 * Lets a loop wait without handling what it waited for, so that frames are handled only within a
 * poll, which has a fresh clock reading. It is the provider from which the loop's I/O handler gets
 * its selector, and the strategy by which that handler selects.
 *
 * <p>Owned by the thread that steps the loop, but {@link #wakeup()}. Allocates nothing after
 * construction.
 */
final class AwaitableSelector extends SelectorProvider implements SelectStrategy {
  private static final long NOT_AWAITING = -1;

  private final SelectorProvider provider = SelectorProvider.provider();
  private volatile Selector selector;

  /**
   * Set by any thread that wakes, cleared by the one that waits. With {@link #waiting} it makes a
   * hand-shake: each side writes its flag before it reads the other's, so either the waiter sees
   * the wake-up or the waker wakes the selector.
   */
  private volatile boolean woken;

  private volatile boolean waiting;

  private long awaitMs = NOT_AWAITING;

  /** From here on the handler waits instead of handling, until {@link #endAwait()}. */
  void beginAwait(long timeoutMs) {
    awaitMs = timeoutMs;
  }

  void endAwait() {
    awaitMs = NOT_AWAITING;
  }

  /** Ends a wait that is under way, or else the next one. Any thread. */
  void wakeup() {
    if (!woken) {
      woken = true;
    }
    if (waiting) {
      selector.wakeup();
    }
  }

  @Override
  public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
    if (awaitMs == NOT_AWAITING) {
      return selectNow.get();
    }
    // Selecting at once also empties the handler's set of keys, which a wait must find empty.
    if (selectNow.get() == 0 && !hasTasks && awaitMs > 0) {
      waiting = true;
      if (!woken) {
        selector.select(awaitMs);
      }
      waiting = false;
    }
    woken = false;
    return CONTINUE;
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    AbstractSelector opened = provider.openSelector();
    selector = opened;
    return opened;
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return provider.openDatagramChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return provider.openDatagramChannel(family);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return provider.openPipe();
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return provider.openServerSocketChannel();
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return provider.openSocketChannel();
  }
}
