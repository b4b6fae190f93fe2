package io.machinenative.axiom.engine.edge;

import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The wire protocol over the JDK's WebSocket: a carrier for the client that is none of ours. */
final class SocketLink implements Link {
  private final WebSocket socket;
  private final Queue<byte[]> frames = new ConcurrentLinkedQueue<>();
  private final UnsafeBuffer room = new UnsafeBuffer(new byte[WireLimits.MAX_FRAME_BYTES]);
  private int claimed;
  private volatile String ended;

  SocketLink(HttpClient http, String address) {
    socket =
        Await.get(
            http.newWebSocketBuilder()
                .subprotocols("axiom.sbe")
                .buildAsync(URI.create(address.replaceFirst("http", "ws") + "/ws"), new Ear()));
  }

  @Override
  public State state() {
    // What came before the end is handed over first.
    return ended == null || !frames.isEmpty() ? State.CONNECTED : State.CLOSED;
  }

  @Override
  public String closeReason() {
    return ended == null ? "" : ended;
  }

  @Override
  public int poll(Receiver receiver) {
    int work = 0;
    for (byte[] frame = frames.poll(); frame != null; frame = frames.poll()) {
      receiver.onFrame(new UnsafeBuffer(frame), 0, frame.length);
      work++;
    }
    return work;
  }

  @Override
  public int claim(int length) {
    if (ended != null) {
      return Outcome.CLOSED;
    }
    claimed = length;
    return length > WireLimits.MAX_FRAME_BYTES ? Outcome.TOO_LARGE : Outcome.OK;
  }

  @Override
  public MutableDirectBuffer buffer() {
    return room;
  }

  @Override
  public int offset() {
    return 0;
  }

  @Override
  public void commit() {
    byte[] frame = new byte[claimed];
    room.getBytes(0, frame);
    Await.get(socket.sendBinary(ByteBuffer.wrap(frame), true));
  }

  @Override
  public void abort() {
    claimed = 0;
  }

  @Override
  public int maxFrameBytes() {
    return WireLimits.MAX_FRAME_BYTES;
  }

  @Override
  public void close() {
    ended = "closed here";
    frames.clear();
    socket.abort();
  }

  private final class Ear implements WebSocket.Listener {
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      byte[] piece = new byte[data.remaining()];
      data.get(piece);
      message.writeBytes(piece);
      if (last) {
        frames.add(message.toByteArray());
        message.reset();
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
      ended = statusCode + " " + reason;
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      ended = error.toString();
    }
  }
}
