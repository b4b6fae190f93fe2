package io.machinenative.axiom.engine.transport.aeron;

import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.Session;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * A server that keeps what it is told, and echoes each frame after the first, which is the Hello.
 */
final class RecordingHandler implements FrameHandler {
  /** What one client did. */
  static final class Connection {
    final Session session;
    final Peer peer;
    final List<byte[]> frames = new ArrayList<>();
    final List<String> defects = new ArrayList<>();
    int disconnects;
    int offered;

    Connection(Session session, Peer peer) {
      this.session = session;
      this.peer = peer;
    }
  }

  final List<Connection> connections = new ArrayList<>();
  final List<String> refusals = new ArrayList<>();

  /** Frames of which each is pushed back once before it is taken. */
  boolean pushBackOnce;

  /** Nothing is taken while this is set. */
  boolean stalled;

  boolean echo = true;

  /** The frame of this length closes the connection. */
  int closeAtLength = -1;

  @Override
  public Session onConnect(Peer peer) {
    Connection connection = new Connection(TestSessions.create(connections.size(), peer), peer);
    connections.add(connection);
    return connection.session;
  }

  @Override
  public int onFrame(Session session, DirectBuffer buffer, int offset, int length) {
    Connection connection = of(session);
    connection.offered++;
    boolean pushBack = pushBackOnce && connection.offered % 2 == 1;
    if (stalled || pushBack) {
      return Outcome.BACK_PRESSURED;
    }
    if (length == closeAtLength) {
      connection.peer.close();
      return Outcome.CLOSED;
    }
    if (echo && !connection.frames.isEmpty()) {
      int outcome = connection.peer.claim(length);
      if (outcome != Outcome.OK) {
        return outcome;
      }
      connection.peer.buffer().putBytes(connection.peer.offset(), buffer, offset, length);
      connection.peer.commit();
    }
    byte[] frame = new byte[length];
    buffer.getBytes(offset, frame);
    connection.frames.add(frame);
    return Outcome.OK;
  }

  @Override
  public void onMalformed(Session session, String defect) {
    of(session).defects.add(defect);
  }

  @Override
  public void onDisconnect(Session session) {
    of(session).disconnects++;
  }

  void onRefused(String source, String reason) {
    refusals.add(source + ": " + reason);
  }

  Connection only() {
    if (connections.size() != 1) {
      throw new AssertionError("expected one connection, got " + connections.size());
    }
    return connections.getFirst();
  }

  private Connection of(Session session) {
    for (Connection connection : connections) {
      if (connection.session == session) {
        return connection;
      }
    }
    throw new AssertionError("a session that onConnect did not give");
  }
}
