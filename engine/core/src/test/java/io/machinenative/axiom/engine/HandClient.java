package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client in a test's hand: sends frames, and puts together and decodes what came back. */
final class HandClient {
  private static final int MOST_STEPS = 10_000;

  private final DataPlane plane;
  final HandPeer peer;
  private final Map<Long, byte[]> unfinished = new HashMap<>();
  private final Map<Long, Integer> received = new HashMap<>();

  HandClient(DataPlane plane, HandPeer peer) {
    this.plane = plane;
    this.peer = peer;
  }

  DataPlane plane() {
    return plane;
  }

  /** Sends, and lets nobody work. */
  HandClient send(byte[] frame) {
    peer.send(frame);
    return this;
  }

  HandClient send(Invoke invoke) {
    return send(invoke.build());
  }

  ServerMessage.Welcome hello() {
    return hello(new Hello());
  }

  ServerMessage.Welcome hello(Hello hello) {
    send(hello.build());
    plane.stepIngress();
    return next(ServerMessage.Welcome.class);
  }

  /** Lets everybody work until the server has sent so many frames in all. Allocates nothing. */
  void stepUntil(long frames) {
    for (int i = 0; peer.frames() < frames; i++) {
      if (i == MOST_STEPS) {
        throw new AssertionError("expected " + frames + " frames, got " + peer.frames());
      }
      plane.stepIngress();
      plane.stepWorkers();
    }
  }

  /** The next whole message, or null. */
  ServerMessage poll() {
    byte[] frame = peer.take();
    while (frame != null) {
      ServerMessage message = ServerMessage.decode(frame);
      if (!(message instanceof ServerMessage.Fragment piece)) {
        return message;
      }
      byte[] whole = assemble(piece);
      if (whole != null) {
        return ServerMessage.decode(whole);
      }
      frame = peer.take();
    }
    return null;
  }

  private byte[] assemble(ServerMessage.Fragment piece) {
    byte[] message =
        unfinished.computeIfAbsent(piece.messageId(), id -> new byte[(int) piece.totalBytes()]);
    int at = received.getOrDefault(piece.messageId(), 0);
    assertEquals(message.length, piece.totalBytes(), "total of a fragment");
    assertEquals(at, piece.pieceOffset(), "offset of a fragment");
    assertTrue(piece.piece().length > 0, "an empty fragment");
    System.arraycopy(piece.piece(), 0, message, at, piece.piece().length);
    received.put(piece.messageId(), at + piece.piece().length);
    if (at + piece.piece().length < message.length) {
      return null;
    }
    unfinished.remove(piece.messageId());
    received.remove(piece.messageId());
    return message;
  }

  /** The next message, which must be there and of that kind. */
  <T extends ServerMessage> T next(Class<T> kind) {
    return assertInstanceOf(kind, poll());
  }

  /** All that came. */
  List<ServerMessage> all() {
    List<ServerMessage> messages = new ArrayList<>();
    for (ServerMessage message = poll(); message != null; message = poll()) {
      messages.add(message);
    }
    return messages;
  }

  /** Nothing came. */
  void requireSilence() {
    assertEquals(List.of(), all());
  }

  ServerMessage.Result nextResult(long correlationId) {
    ServerMessage.Result result = next(ServerMessage.Result.class);
    assertEquals(correlationId, result.correlationId());
    return result;
  }

  ServerMessage.Error nextError(long correlationId, Status status) {
    ServerMessage.Error error = next(ServerMessage.Error.class);
    assertEquals(status, error.status(), error.message());
    assertEquals(correlationId, error.correlationId());
    return error;
  }

  /** Sends a call, lets everybody work, and takes its answer, which is the only one. */
  ServerMessage.Error refused(Invoke invoke, Status status) {
    send(invoke);
    plane.step();
    ServerMessage.Error error = nextError(invoke.correlationId, status);
    requireSilence();
    return error;
  }

  ServerMessage.Result answered(Invoke invoke) {
    send(invoke);
    plane.step();
    ServerMessage.Result result = nextResult(invoke.correlationId);
    requireSilence();
    return result;
  }

  /** The session was ended for that reason, and the connection with it. */
  ServerMessage.Goodbye requireEnded(Status status) {
    ServerMessage.Goodbye goodbye = next(ServerMessage.Goodbye.class);
    assertEquals(status, goodbye.status(), goodbye.message());
    assertEquals(0, goodbye.drainMs());
    requireSilence();
    assertTrue(peer.isClosed(), "the connection is closed");
    return goodbye;
  }
}
