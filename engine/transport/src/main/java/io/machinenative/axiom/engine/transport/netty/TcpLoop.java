package io.machinenative.axiom.engine.transport.netty;

import io.machinenative.axiom.codec.WireLimits;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.ArrayListUtil;

/**
 * What the connections of one listener, or the one connection of a link, share: the selector, the
 * buffers, and the lists of those that want something at the next step. Steps Netty by hand; starts
 * no thread.
 *
 * <p>Owned by the thread that steps it first, but {@link #wakeup()}. Allocates nothing once its
 * lists have grown.
 */
final class TcpLoop {
  /** How soon a frame that was refused is offered again while the owner waits for input. */
  private static final long REFUSED_RETRY_NS = 1_000_000L;

  static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

  /** Above all that one connection may have pending: its own limit is the one that counts. */
  private static final WriteBufferWaterMark NO_WATER_MARK =
      new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE);

  private final TcpOptions options;
  private final SteppedEventLoop netty = new SteppedEventLoop();
  private final ReceiveBuffer receiveBuffer;
  private final SendBuffers sendBuffers;
  private final ArrayList<TcpConnection> dirty = new ArrayList<>();
  private final ArrayList<TcpConnection> refused = new ArrayList<>();
  private final ArrayList<TcpConnection> closing = new ArrayList<>();
  private boolean stepping;
  private long lastNowNs;

  TcpLoop(TcpOptions options) {
    this.options = options;
    this.receiveBuffer = new ReceiveBuffer(ALLOCATOR, options.receiveBufferBytes());
    this.sendBuffers =
        new SendBuffers(ALLOCATOR, options.sendBufferBytes(), options.sendBuffersMax());
  }

  /** Makes the calling thread the owner, unless the loop has one. */
  void adopt() {
    netty.adopt();
  }

  /** Whether a step is under way, so that this is a callback of it. */
  boolean isStepping() {
    return stepping;
  }

  /**
   * Flushes, reads, retries what was refused, goes on closing, and flushes again.
   *
   * @return how much was done
   */
  int step(long nowNs) {
    stepping = true;
    lastNowNs = nowNs;
    try {
      int work = flushDirty();
      work += netty.step();
      work += retryRefused();
      work += continueClosing(nowNs);
      return work + flushDirty();
    } finally {
      stepping = false;
    }
  }

  /** Waits for the selector; nothing is handled until the next step. */
  void await(long timeoutNs) {
    flushDirty();
    netty.await(refused.isEmpty() ? timeoutNs : Math.min(timeoutNs, REFUSED_RETRY_NS));
  }

  void wakeup() {
    netty.wakeup();
  }

  /** Registers a channel whose pipeline is filled. */
  void register(Channel channel) {
    netty.register(channel);
  }

  /**
   * Makes the connection of a socket channel that is not registered yet.
   *
   * @param tls what secures it, or null
   */
  TcpConnection connection(TcpChannel channel, ConnectionEvents events, SslHandler tls) {
    ChannelConfig config = channel.config();
    config.setAllocator(ALLOCATOR);
    config.setRecvByteBufAllocator(receiveBuffer);
    config.setWriteBufferWaterMark(NO_WATER_MARK);
    config.setConnectTimeoutMillis(options.connectTimeoutMs());
    config.setOption(ChannelOption.TCP_NODELAY, true);
    config.setOption(ChannelOption.SO_KEEPALIVE, true);
    config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    TcpOutput output = new TcpOutput(channel, sendBuffers, options.maxPendingBytes(), tls != null);
    TcpInput input =
        new TcpInput(events, ALLOCATOR, WireLimits.MAX_FRAME_BYTES, options.receiveBufferBytes());
    TcpConnection connection = new TcpConnection(this, channel, tls, events, input, output);
    if (tls != null) {
      channel.pipeline().addLast(tls);
    }
    channel.pipeline().addLast(connection);
    return connection;
  }

  /** Adds the handler of a channel that accepts. */
  void accept(Channel channel, ChannelHandler acceptor) {
    channel.config().setAllocator(ALLOCATOR);
    channel.pipeline().addLast(acceptor);
    register(channel);
  }

  TcpOptions options() {
    return options;
  }

  /** The connection has committed frames that are not flushed. Called once until it is. */
  void onDirty(TcpConnection connection) {
    dirty.add(connection);
  }

  /** The connection's handler refused a frame. Called once until it is taken. */
  void onRefused(TcpConnection connection) {
    refused.add(connection);
  }

  /** The connection begins to close. Called once. */
  void onClosing(TcpConnection connection) {
    closing.add(connection);
  }

  private int flushDirty() {
    int work = 0;
    for (int i = dirty.size() - 1; i >= 0; i--) {
      if (dirty.get(i).flush()) {
        ArrayListUtil.fastUnorderedRemove(dirty, i);
        work++;
      }
    }
    return work;
  }

  private int retryRefused() {
    int work = 0;
    for (int i = refused.size() - 1; i >= 0; i--) {
      if (refused.get(i).retry()) {
        ArrayListUtil.fastUnorderedRemove(refused, i);
        work++;
      }
    }
    return work;
  }

  private int continueClosing(long nowNs) {
    int work = 0;
    for (int i = closing.size() - 1; i >= 0; i--) {
      if (closing.get(i).continueClose(nowNs)) {
        ArrayListUtil.fastUnorderedRemove(closing, i);
        work++;
      }
    }
    return work;
  }

  /**
   * Ends the loop: sends what was committed on the connections that close, as long as there is
   * progress at least each {@code closeLingerMs}, then closes every channel and the selector.
   */
  void close() {
    adopt();
    step(lastNowNs);
    long pendingBytes = pendingBytes();
    int waits = 0;
    while (pendingBytes > 0 && waits < options.closeLingerMs()) {
      await(TimeUnit.MILLISECONDS.toNanos(1));
      step(lastNowNs);
      long leftBytes = pendingBytes();
      waits = leftBytes < pendingBytes ? 0 : waits + 1;
      pendingBytes = leftBytes;
    }
    for (TcpConnection connection : closing) {
      connection.closeNow();
    }
    netty.close();
    closing.clear();
    assert sendBuffers.lent() == 0 : sendBuffers.lent() + " send buffers are lent after the end";
    sendBuffers.release();
    receiveBuffer.release();
  }

  private long pendingBytes() {
    long bytes = 0;
    for (TcpConnection connection : closing) {
      bytes += connection.pendingBytes();
    }
    return bytes;
  }
}
