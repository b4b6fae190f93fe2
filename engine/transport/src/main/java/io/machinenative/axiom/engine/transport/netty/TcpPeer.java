package io.machinenative.axiom.engine.transport.netty;

import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.Session;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A client's connection as the server sees it: between a {@link TcpConnection} and the {@link
 * FrameHandler}. Owned by the thread that polls the listener; allocates nothing per frame.
 */
final class TcpPeer implements Peer, ConnectionEvents {
  private final FrameHandler handler;
  private final TcpFaults faults;
  private final Set<TcpPeer> peers;
  private final String description;
  private TcpConnection connection;
  private Session session;
  private boolean opened;

  /**
   * @param peers of the listener; this one is in it as long as its handler knows it
   */
  TcpPeer(FrameHandler handler, TcpFaults faults, Set<TcpPeer> peers, String description) {
    this.handler = handler;
    this.faults = faults;
    this.peers = peers;
    this.description = description;
  }

  @Override
  public void onOpen(TcpConnection connection) {
    this.connection = connection;
    peers.add(this);
    session = handler.onConnect(this);
    opened = true;
  }

  @Override
  public int onFrame(DirectBuffer buffer, int offset, int length) {
    return handler.onFrame(session, buffer, offset, length);
  }

  @Override
  public void onMalformed(String defect) {
    handler.onMalformed(session, defect);
    connection.close();
  }

  @Override
  public void onFault(Throwable cause) {
    faults.onConnectionFault(description, cause);
  }

  @Override
  public void onEnd() {
    peers.remove(this);
    if (opened) {
      handler.onDisconnect(session);
    }
  }

  @Override
  public List<X509Certificate> certificates() {
    return connection.certificates();
  }

  @Override
  public InetAddress host() {
    return connection.host();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() {
    connection.close();
  }

  @Override
  public int claim(int length) {
    return connection.claim(length);
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
    return connection.maxFrameBytes();
  }

  @Override
  public String toString() {
    return description;
  }
}
