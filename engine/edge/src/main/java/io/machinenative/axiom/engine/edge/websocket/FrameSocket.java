package io.machinenative.axiom.engine.edge.websocket;

import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.edge.http.EdgeClient;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.Session;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The wire protocol on a WebSocket: a carrier like TCP, whose messages are frames. Owned by the
 * ingress thread; allocates nothing per frame.
 */
final class FrameSocket implements SocketService, Peer {
  /** As clients name it. */
  static final String PROTOCOL = "axiom.sbe";

  private final FrameHandler engine;
  private final WebSocketConnection connection;
  private final EdgeClient client;
  private final String description;
  private final Caller caller;
  private final Session session;
  private final UnsafeBuffer view = new UnsafeBuffer(new byte[0]);

  /** What came behind a frame that the engine could not take yet, in order; null until then. */
  private ArrayDeque<ByteBuf> refused;

  private boolean over;

  /**
   * @param caller who asked for the connection; null when Hello says it
   */
  FrameSocket(
      FrameHandler engine, WebSocketConnection connection, EdgeClient client, Caller caller) {
    this.caller = caller == null || caller.principal().isAnonymous() ? null : caller;
    this.engine = engine;
    this.connection = connection;
    this.client = client;
    this.description = "websocket " + client.address();
    this.session = engine.onConnect(this);
  }

  @Override
  public boolean isText() {
    return false;
  }

  @Override
  public int maxMessageBytes() {
    return WireLimits.MAX_FRAME_BYTES;
  }

  @Override
  public void onMessage(ByteBuf message) {
    if (over) {
      return;
    }
    boolean waits = refused != null && !refused.isEmpty();
    if (waits || !offer(message)) {
      if (refused == null) {
        refused = new ArrayDeque<>();
      }
      refused.add(message.retain());
      connection.resumeLater();
    }
  }

  /** Whether the engine took a frame, or the connection is over. */
  private boolean offer(ByteBuf frame) {
    int length = frame.readableBytes();
    ByteBuffer memory = frame.internalNioBuffer(frame.readerIndex(), length);
    view.wrap(memory, memory.position(), length);
    int outcome = engine.onFrame(session, view, 0, length);
    over |= outcome == Outcome.CLOSED;
    return outcome != Outcome.BACK_PRESSURED;
  }

  @Override
  public void resume() {
    while (refused != null && !refused.isEmpty()) {
      if (!over && !offer(refused.peek())) {
        connection.resumeLater();
        return;
      }
      refused.poll().release();
    }
  }

  @Override
  public void onEnd() {
    over = true;
    resume(); // releases what waits
    engine.onDisconnect(session);
    client.end();
  }

  // ── the carrier, as the engine sees it ─────────────────────────────────────

  @Override
  public String description() {
    return description;
  }

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public List<X509Certificate> certificates() {
    return client.certificates();
  }

  @Override
  public void close() {
    connection.close(CloseCode.NORMAL, "the session is over");
  }

  @Override
  public int claim(int length) {
    return connection.output().claim(length);
  }

  @Override
  public MutableDirectBuffer buffer() {
    return connection.output().buffer();
  }

  @Override
  public int offset() {
    return connection.output().offset();
  }

  @Override
  public void commit() {
    connection.output().commit();
  }

  @Override
  public void abort() {
    connection.output().abort();
  }

  @Override
  public int maxFrameBytes() {
    return connection.output().maxFrameBytes();
  }
}
