package io.machinenative.axiom.engine.transport.netty;

import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Listener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;

/**
 * The server's TCP carrier. The port is bound when it is made, by any thread; from the first poll
 * on it belongs to the thread that polls it, which also closes it.
 *
 * <p>The end of a client's stream is the end of its connection: what was committed until then is
 * still sent, replies that come later are not.
 *
 * <p>Allocates when a connection comes and goes, not for frames.
 */
public final class TcpListener implements Listener {
  private final String address;
  private final TcpLoop loop;
  private final ServerSocketChannel socket;
  private final Acceptor acceptor;
  private TcpServerChannel channel;
  private boolean closed;

  /**
   * Binds the port.
   *
   * @param address {@code tcp://host:port}, or {@code tcps://host:port} with TLS; port 0 lets the
   *     system choose one, see {@link #address()}
   * @param handler gets the frames, on the thread that polls
   * @param faults is told what goes wrong
   * @param tls what connections are secured with
   * @throws UncheckedIOException if the address cannot be bound; the message names it
   */
  public TcpListener(
      String address,
      FrameHandler handler,
      TcpOptions options,
      TcpFaults faults,
      Optional<ServerTls> tls) {
    TcpAddress asked = TcpAddress.parse(address);
    if (asked.secure() != tls.isPresent()) {
      throw new IllegalArgumentException(
          "expected TLS for tcps:// and none for tcp://, got "
              + (tls.isPresent() ? "some" : "none")
              + " for "
              + address);
    }
    this.socket = bind(asked, options.acceptBacklog());
    this.address = asked.withPort(socket.socket().getLocalPort()).toString();
    this.loop = new TcpLoop(options);
    this.acceptor = new Acceptor(loop, handler, faults, tls);
  }

  /** One without TLS. */
  public TcpListener(String address, FrameHandler handler, TcpOptions options, TcpFaults faults) {
    this(address, handler, options, faults, Optional.empty());
  }

  private static ServerSocketChannel bind(TcpAddress address, int backlog) {
    try {
      ServerSocketChannel socket = ServerSocketChannel.open();
      try {
        socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        socket.bind(
            new InetSocketAddress(InetAddress.getByName(address.host()), address.port()), backlog);
        return socket;
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String address() {
    return address;
  }

  /** Connections that are open now. */
  public int connectionCount() {
    return acceptor.peers().size();
  }

  @Override
  public int poll(long nowNs) {
    if (closed) {
      return 0;
    }
    begin();
    return loop.step(nowNs);
  }

  @Override
  public boolean await(long timeoutNs) {
    if (!closed) {
      begin();
      loop.await(timeoutNs);
    }
    return !closed;
  }

  private void begin() {
    if (channel == null) {
      loop.adopt();
      channel = new TcpServerChannel(socket);
      loop.accept(channel, acceptor);
    }
  }

  @Override
  public void wakeup() {
    loop.wakeup();
  }

  /** Not to be called from within a callback of {@link #poll}. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    assert !loop.isStepping() : "closed from within its own poll";
    closed = true;
    begin();
    channel.close();
    for (TcpPeer peer : acceptor.peers()) {
      peer.close();
    }
    loop.close();
  }
}
