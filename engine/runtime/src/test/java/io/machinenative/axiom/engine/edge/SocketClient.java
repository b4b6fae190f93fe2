package io.machinenative.axiom.engine.edge;

import io.machinenative.axiom.engine.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The JDK's WebSocket, whose messages are taken one by one. */
final class SocketClient implements AutoCloseable {
  private final HttpClient http;
  private final WebSocket socket;
  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final CompletableFuture<String> pong = new CompletableFuture<>();

  /**
   * @param address {@code http://host:port} or {@code https://host:port} of the edge
   */
  SocketClient(HttpClient http, String address, String protocol) {
    this.http = http;
    this.socket =
        Await.get(
            http.newWebSocketBuilder()
                .subprotocols(protocol)
                .buildAsync(URI.create(address.replaceFirst("http", "ws") + "/ws"), new Ear()));
  }

  String subprotocol() {
    return socket.getSubprotocol();
  }

  SocketClient send(String text) {
    Await.get(socket.sendText(text, true));
    return this;
  }

  /** Sends a message in pieces. */
  SocketClient sendPieces(String first, String second) {
    Await.get(socket.sendText(first, false));
    Await.get(socket.sendText(second, true));
    return this;
  }

  SocketClient sendBytes(byte[] bytes) {
    Await.get(socket.sendBinary(ByteBuffer.wrap(bytes), true));
    return this;
  }

  String ping(String payload) {
    Await.get(
        socket.sendPing(
            ByteBuffer.wrap(payload.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    return Await.get(pong);
  }

  /** The next message. */
  String next() {
    try {
      String text = texts.poll(Await.LIMIT_NS, TimeUnit.NANOSECONDS);
      if (text == null) {
        throw new AssertionError("expected a message within 60 s; closed: " + closed);
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The code with which the server ends the connection. */
  int closeCode() {
    return Await.get(closed);
  }

  /** Says that it is done, and waits for the server's answer. */
  int leave() {
    Await.get(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    return closeCode();
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }

  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        texts.add(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
      pong.complete(java.nio.charset.StandardCharsets.UTF_8.decode(message).toString());
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
      closed.complete(statusCode);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
