package io.machinenative.axiom.engine.edge.websocket;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.edge.call.CallOutcome;
import io.machinenative.axiom.engine.edge.call.CallText;
import org.agrona.DirectBuffer;

/** A call on a WebSocket that is under way. Owned by the ingress thread. */
final class JsonSocketCall implements CallOutcome {
  private final JsonSocket socket;
  private final String key;
  private final byte[] id;
  private final long correlationId;

  /**
   * @param key the id as text
   * @param id as the client wrote it
   */
  JsonSocketCall(JsonSocket socket, String key, byte[] id, long correlationId) {
    this.socket = socket;
    this.key = key;
    this.id = id;
    this.correlationId = correlationId;
  }

  String key() {
    return key;
  }

  byte[] id() {
    return id;
  }

  long correlationId() {
    return correlationId;
  }

  @Override
  public void onResult(ContentType type, DirectBuffer buffer, int offset, int length) {
    socket.onDone(this);
    socket.send(CallText.result(socket.begin(id), type, buffer, offset, length));
  }

  @Override
  public void onError(Status status, int retryAfterMs, String message) {
    socket.onDone(this);
    socket.send(CallText.error(socket.begin(id), status, retryAfterMs, message));
  }

  @Override
  public void onProgress(double done, double total, String message) {
    socket.send(CallText.progress(socket.begin(id), done, total, message));
  }
}
