package io.machinenative.axiom.engine.transport.netty;

import io.machinenative.axiom.engine.pipeline.FrameWriter;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;

/**
 * One socket: the last handler of its channel, and the life of the connection.
 *
 * <pre>
 *   OPEN --close() or the other side's end--> FLUSHING --all sent--> DRAINING --the other side's end--> CLOSED
 *     |                                          |                      |
 *     +---------- failure ----------------------+------- linger -------+--------------------------------^
 * </pre>
 *
 * <p>While it drains, input is read and dropped: to close a socket with unread input would reset
 * the connection, and the other side would lose what was sent last.
 *
 * <p>Owned by the thread that steps the loop. Allocates nothing per frame.
 */
final class TcpConnection extends ChannelInboundHandlerAdapter implements FrameWriter {
  private enum Phase {
    CONNECTING,
    OPEN,
    FLUSHING,
    DRAINING,
    CLOSED
  }

  private final TcpLoop loop;
  private final SocketChannel channel;
  private final SslHandler tls;
  private final ConnectionEvents events;
  private final TcpInput input;
  private final TcpOutput output;
  private Phase phase = Phase.CONNECTING;
  private boolean dirty;
  private boolean ended;
  private boolean faulted;
  private boolean inputEnded;
  private boolean lingering;
  private long lingerDeadlineNs;

  /**
   * @param tls what secures the connection, which is open after its handshake; or null
   */
  TcpConnection(
      TcpLoop loop,
      SocketChannel channel,
      SslHandler tls,
      ConnectionEvents events,
      TcpInput input,
      TcpOutput output) {
    this.loop = loop;
    this.channel = channel;
    this.tls = tls;
    this.events = events;
    this.input = input;
    this.output = output;
  }

  /** The other side of a socket, as in {@code tcp 127.0.0.1:50122}. */
  static String description(SocketChannel channel) {
    InetSocketAddress remote = channel.remoteAddress();
    if (remote == null) {
      return "tcp (gone)";
    }
    String host = remote.getAddress().getHostAddress();
    return "tcp " + (host.contains(":") ? "[" + host + "]" : host) + ":" + remote.getPort();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (tls == null) {
      open();
    }
  }

  private void open() {
    phase = Phase.OPEN;
    events.onOpen(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf read = (ByteBuf) message;
    try {
      if (phase == Phase.OPEN) {
        boolean wasRefused = input.isRefused();
        input.onBytes(read);
        if (input.isRefused() && !wasRefused) {
          channel.config().setAutoRead(false);
          loop.onRefused(this);
        }
      }
    } finally {
      read.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (dirty) {
      output.flush();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    switch (event) {
      case SslHandshakeCompletionEvent shaken when shaken.isSuccess() -> open();
      case SslHandshakeCompletionEvent failed -> fail(failed.cause());
      case ChannelInputShutdownEvent _, SslCloseCompletionEvent _ -> {
        inputEnded = true;
        close();
        if (phase == Phase.CONNECTING) {
          closeNow();
        }
      }
      default -> {} // of the library's own
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(TlsFault.root(cause));
  }

  private void fail(Throwable cause) {
    if (!faulted && phase != Phase.CLOSED) {
      faulted = true;
      // After its end nobody waits for this connection, and a reset is no news.
      if (!ended) {
        events.onFault(cause);
      }
    }
    closeNow();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    boolean wasClosing = phase == Phase.FLUSHING || phase == Phase.DRAINING;
    phase = Phase.CLOSED;
    input.stop();
    output.release();
    if (!wasClosing) {
      end();
    }
  }

  /**
   * Ends the connection after what was committed was sent; the owner hears of the end within the
   * next step.
   */
  void close() {
    if (phase == Phase.OPEN) {
      phase = Phase.FLUSHING;
      input.stop();
      output.stop();
      channel.config().setAutoRead(true);
      loop.onClosing(this);
    }
  }

  /** Closes the socket whatever is pending. */
  void closeNow() {
    input.stop();
    output.stop();
    channel.close();
  }

  /**
   * Sends what was committed.
   *
   * @return whether the socket has taken all of it, or is gone
   */
  boolean flush() {
    output.flush();
    dirty = !output.isFlushed();
    return !dirty;
  }

  /**
   * Offers refused frames again, and goes on reading when they are taken.
   *
   * @return whether nothing is refused any more
   */
  boolean retry() {
    if (input.isRefused() && !input.retry()) {
      return false;
    }
    if (phase == Phase.OPEN) {
      channel.config().setAutoRead(true);
    }
    return true;
  }

  /**
   * Tells the owner of the end, then goes on sending, draining and closing.
   *
   * @return whether the socket is closed
   */
  boolean continueClose(long nowNs) {
    end();
    if (!lingering) {
      lingering = true;
      lingerDeadlineNs = nowNs + TimeUnit.MILLISECONDS.toNanos(loop.options().closeLingerMs());
    }
    if (phase == Phase.FLUSHING && flush()) {
      phase = Phase.DRAINING;
      endOutput();
    }
    boolean done = phase == Phase.DRAINING && inputEnded;
    if (done || nowNs - lingerDeadlineNs > 0) {
      closeNow();
    }
    return phase == Phase.CLOSED;
  }

  private void endOutput() {
    if (tls == null) {
      channel.shutdownOutput();
    } else {
      tls.closeOutbound().addListener(_ -> channel.shutdownOutput());
    }
  }

  /** As {@code Remote.host}. */
  InetAddress host() {
    InetSocketAddress remote = channel.remoteAddress();
    return remote == null ? null : remote.getAddress();
  }

  /** As {@code Peer.certificates}. */
  List<X509Certificate> certificates() {
    return PeerCertificates.of(tls);
  }

  private void end() {
    if (!ended) {
      ended = true;
      events.onEnd();
    }
  }

  long pendingBytes() {
    return phase == Phase.FLUSHING ? output.pendingBytes() : 0;
  }

  @Override
  public int claim(int length) {
    return phase == Phase.CONNECTING ? Outcome.BACK_PRESSURED : output.claim(length);
  }

  @Override
  public MutableDirectBuffer buffer() {
    return output.buffer();
  }

  @Override
  public int offset() {
    return output.offset();
  }

  @Override
  public void commit() {
    output.commit();
    if (!dirty) {
      dirty = true;
      loop.onDirty(this);
    }
  }

  @Override
  public void abort() {
    output.abort();
  }

  @Override
  public int maxFrameBytes() {
    return output.maxFrameBytes();
  }
}
