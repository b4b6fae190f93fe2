package io.machinenative.axiom.engine.gateway.link;

import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.agrona.concurrent.NanoClock;

/**
 * Connections to one server: opened when none is free, kept for the next request for a while. Any
 * thread. Owns the connections, also those in use.
 */
final class Wires {
  private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(30);

  private final String host;
  private final int port;
  private final boolean secure;
  private final Optional<SSLContext> trust;
  private final long connectNs;
  private final NanoClock clock;
  private final Watch watch;
  private final ConcurrentLinkedDeque<Wire> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  /**
   * @param trust who may vouch for the server; empty: whom the JDK trusts
   * @param connectNs for a connection and its handshake, at most
   * @param threads for the one that ends what is late
   */
  Wires(
      URI url, Optional<SSLContext> trust, long connectNs, ThreadFactory threads, NanoClock clock) {
    this.trust = trust;
    this.host = url.getHost();
    this.secure = "https".equals(url.getScheme());
    this.port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    this.connectNs = connectNs;
    this.clock = clock;
    watch = new Watch(threads, clock);
    watch.start();
  }

  /**
   * A connection for one request: given back, or closed.
   *
   * @throws UpstreamException UNREACHABLE
   */
  Wire take() throws UpstreamException, InterruptedException {
    for (Wire wire = idle.pollFirst(); wire != null; wire = idle.pollFirst()) {
      if (wire.arm(connectNs) && wire.isFresh()) {
        return wire;
      }
      wire.close();
    }
    return open(false);
  }

  /** Keeps a connection whose answer was read, or closes it when nothing can follow on it. */
  void giveBack(Wire wire) {
    if (closed || !wire.isFree() || !wire.arm(idleNs(wire.keepAlive()))) {
      wire.close();
      return;
    }
    idle.addFirst(wire);
    if (closed) {
      wire.close();
    }
  }

  /** A second less than the server keeps it, when it says so: no request should meet its end. */
  private static long idleNs(String keepAlive) {
    int at = keepAlive == null ? -1 : keepAlive.indexOf("timeout=");
    if (at < 0) {
      return IDLE_NS;
    }
    int end = at + "timeout=".length();
    long seconds = 0;
    while (end < keepAlive.length() && Character.digit(keepAlive.charAt(end), 10) >= 0) {
      seconds = Math.min(3600, seconds * 10 + Character.digit(keepAlive.charAt(end++), 10));
    }
    return Math.min(IDLE_NS, TimeUnit.SECONDS.toNanos(Math.max(1, seconds - 1)));
  }

  /** Begins a good-bye, for which {@link #close} waits a moment. */
  Farewell farewell() {
    watch.hold();
    return new Farewell();
  }

  /** A last request, on a connection of its own. Used by one thread. */
  final class Farewell implements AutoCloseable {
    private Wire wire;

    Wire open() throws UpstreamException, InterruptedException {
      wire = Wires.this.open(true);
      return wire;
    }

    @Override
    public void close() {
      if (wire != null) {
        wire.close();
      }
      watch.release();
    }
  }

  private Wire open(boolean last) throws UpstreamException, InterruptedException {
    long fromNs = clock.nanoTime();
    UpstreamException why = null;
    for (InetAddress address : addresses()) {
      long leftNs = connectNs - (clock.nanoTime() - fromNs);
      if (leftNs <= 0) {
        break;
      }
      try {
        return connected(new InetSocketAddress(address, port), leftNs, last);
      } catch (UpstreamException e) {
        why = e;
      }
    }
    throw why != null ? why : unreachable("no address of " + host + " answered in time");
  }

  private InetAddress[] addresses() throws UpstreamException {
    try {
      return InetAddress.getAllByName(host);
    } catch (IOException _) {
      throw unreachable("unknown host " + host);
    }
  }

  private Wire connected(InetSocketAddress address, long leftNs, boolean last)
      throws UpstreamException, InterruptedException {
    Wire wire = null;
    try {
      SocketChannel channel = SocketChannel.open();
      wire = new Wire(channel, watch, clock, leftNs, last);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(address);
      wire.speakOver(secure ? enciphered(channel.socket()) : channel.socket());
      if (closed && !last) {
        throw new IOException("it is not wanted any more");
      }
      return wire;
    } catch (IOException e) {
      UpstreamException failure = wire == null ? HttpFailure.of(e) : wire.failure(e);
      throw unreachable(
          failure.kind() == Kind.SILENT ? "no connection in time" : HttpFailure.text(e));
    }
  }

  private Socket enciphered(Socket socket) throws IOException {
    try {
      SSLContext context = trust.isPresent() ? trust.get() : SSLContext.getDefault();
      SSLSocket secured =
          (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return secured;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has a default TLS context", e);
    }
  }

  private static UpstreamException unreachable(String why) {
    return new UpstreamException(Kind.UNREACHABLE, "cannot be reached: " + why);
  }

  void close() {
    closed = true;
    idle.clear();
    watch.close();
  }
}
