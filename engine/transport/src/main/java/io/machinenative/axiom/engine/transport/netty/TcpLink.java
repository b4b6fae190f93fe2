package io.machinenative.axiom.engine.transport.netty;

import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.netty.channel.ChannelFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A client's TCP connection. Made by any thread; from the first poll on it belongs to the thread
 * that polls it, which also closes it. Tries the addresses of its host one after the other.
 *
 * <p>{@link #close()} may wait, {@code closeLingerMs} at most without progress, for the socket to
 * take what was committed. A receiver that throws ends the link; the reason names what it threw.
 *
 * <p>Allocates nothing per frame.
 */
public final class TcpLink implements Link {
  private final TcpAddress address;

  /** Null without TLS. */
  private final ClientTls tls;

  private final InetAddress[] candidates;
  private final TcpLoop loop;
  private int nextCandidate;
  private TcpChannel channel;
  private TcpConnection connection;
  private Receiver receiver;
  private State state = State.CONNECTING;
  private String closeReason = "";
  private boolean finished;

  /**
   * Makes a link and looks its host up, which blocks unless the host is a literal. What fails from
   * here on is the link's {@link #closeReason()}.
   *
   * @param address {@code tcp://host:port}, or {@code tcps://host:port} with TLS
   * @throws IllegalArgumentException if it is not such an address
   */
  public TcpLink(String address, TcpOptions options) {
    this(address, options, Optional.empty());
  }

  /**
   * As {@link #TcpLink(String, TcpOptions)}.
   *
   * @param tls for {@code tcps:}; empty: who is trusted by the JDK is trusted
   */
  public TcpLink(String address, TcpOptions options, Optional<ClientTls> tls) {
    this.address = TcpAddress.parse(address);
    this.tls = this.address.secure() ? tls.orElseGet(ClientTls::new) : null;
    this.loop = new TcpLoop(options);
    this.candidates = lookUp();
  }

  private InetAddress[] lookUp() {
    try {
      return InetAddress.getAllByName(address.host());
    } catch (UnknownHostException e) {
      end("cannot connect to " + address + ": unknown host " + address.host());
      finish();
      return new InetAddress[0];
    }
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public String closeReason() {
    return closeReason;
  }

  @Override
  public int poll(Receiver receiver) {
    if (finished) {
      return 0;
    }
    this.receiver = receiver;
    begin();
    int work = loop.step(0);
    if (state == State.CLOSED) {
      finish();
    }
    return work;
  }

  @Override
  public boolean await(long timeoutNs) {
    if (!finished) {
      begin();
      loop.await(timeoutNs);
    }
    return !finished;
  }

  @Override
  public void wakeup() {
    loop.wakeup();
  }

  private void begin() {
    if (channel == null) {
      loop.adopt();
      if (state == State.CONNECTING) {
        connectNext();
      }
    }
  }

  private void connectNext() {
    InetSocketAddress candidate =
        new InetSocketAddress(candidates[nextCandidate++], address.port());
    channel = new TcpChannel();
    connection =
        loop.connection(
            channel, new Events(), tls == null ? null : tls.handler(TcpLoop.ALLOCATOR, address));
    loop.register(channel);
    ChannelFuture connected = channel.connect(candidate);
    connected.addListener(future -> {
      if (!future.isSuccess()) {
        onConnectFailed(future.cause());
      }
    });
  }

  private void onConnectFailed(Throwable cause) {
    channel.close();
    if (state != State.CONNECTING) {
      return;
    }
    if (nextCandidate < candidates.length) {
      connectNext();
    } else {
      end("cannot connect to " + address + ": " + cause.getMessage());
    }
  }

  private void end(String reason) {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      closeReason = reason;
    }
  }

  @Override
  public void close() {
    end("");
    if (connection != null) {
      connection.close();
    }
    if (!loop.isStepping()) {
      finish();
    }
  }

  private void finish() {
    if (!finished) {
      finished = true;
      loop.close();
    }
  }

  @Override
  public int claim(int length) {
    return switch (state) {
      case CONNECTED -> connection.claim(length);
      case CONNECTING -> Outcome.BACK_PRESSURED;
      case CLOSED -> Outcome.CLOSED;
    };
  }

  @Override
  public MutableDirectBuffer buffer() {
    return connection.buffer();
  }

  @Override
  public int offset() {
    return connection.offset();
  }

  @Override
  public void commit() {
    connection.commit();
  }

  @Override
  public void abort() {
    connection.abort();
  }

  @Override
  public int maxFrameBytes() {
    return WireLimits.MAX_FRAME_BYTES;
  }

  @Override
  public String toString() {
    return address + " " + state;
  }

  /** What the connection tells the link. */
  private final class Events implements ConnectionEvents {
    @Override
    public void onOpen(TcpConnection opened) {
      if (state == State.CONNECTING) {
        state = State.CONNECTED;
      }
    }

    @Override
    public int onFrame(DirectBuffer buffer, int offset, int length) {
      receiver.onFrame(buffer, offset, length);
      return state == State.CLOSED ? Outcome.CLOSED : Outcome.OK;
    }

    @Override
    public void onMalformed(String defect) {
      end("the server at " + address + " does not speak this protocol: " + defect);
      connection.close();
    }

    @Override
    public void onFault(Throwable cause) {
      end("connection to " + address + " failed: " + cause);
    }

    @Override
    public void onEnd() {
      end("closed by the server");
    }
  }
}
