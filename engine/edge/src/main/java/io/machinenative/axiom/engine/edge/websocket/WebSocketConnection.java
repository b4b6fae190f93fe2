package io.machinenative.axiom.engine.edge.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.edge.http.EdgeConnection;
import io.machinenative.axiom.engine.edge.http.EdgeConnections;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Function;

/**
 * One WebSocket: puts messages together, answers pings, asks silent clients whether they are there,
 * and ends the connection by the rules. What the messages say is the service's.
 *
 * <p>Owned by the ingress thread.
 */
final class WebSocketConnection extends ChannelInboundHandlerAdapter implements EdgeConnection {
  private static final int REASON_BYTES = 123;
  private static final byte[] NOTHING = new byte[0];

  /** How long a client may take to answer a Close. */
  private static final long LINGER_NS = 1_000_000_000L;

  private final EdgeConnections all;
  private final SocketChannel channel;
  private final SocketOutput output;
  private final SocketService service;
  private ByteBuf pieces;
  private boolean closing;
  private boolean ended;
  private boolean resuming;
  private boolean pinged;
  private long heardNs;
  private long drainedNs;
  private long pendingBytes;

  WebSocketConnection(
      EdgeConnections all,
      SocketChannel channel,
      Function<WebSocketConnection, SocketService> services) {
    this.all = all;
    this.channel = channel;
    this.output = new SocketOutput(all, channel, () -> all.flushLater(this));
    this.heardNs = all.nowNs();
    this.drainedNs = heardNs;
    this.service = services.apply(this);
  }

  EdgeConnections all() {
    return all;
  }

  SocketOutput output() {
    return output;
  }

  int maxMessageBytes() {
    return service.maxMessageBytes();
  }

  // ── what comes ─────────────────────────────────────────────────────────────

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    WebSocketFrame frame = (WebSocketFrame) message;
    heardNs = all.nowNs();
    pinged = false;
    try {
      switch (frame) {
        case CloseWebSocketFrame close -> onClose(close);
        case PingWebSocketFrame ping -> onPing(ping.content());
        case PongWebSocketFrame _ -> {} // the client is there: that is all it says
        default -> onData(frame);
      }
    } finally {
      frame.release();
    }
  }

  private void onPing(ByteBuf payload) {
    if (!closing) {
      byte[] copy = new byte[payload.readableBytes()];
      payload.readBytes(copy);
      output.send(SocketOutput.PONG, copy, 0, copy.length);
      stopReadingWhenFull();
    }
  }

  private void onData(WebSocketFrame frame) {
    if (closing) {
      return;
    }
    boolean continued = frame instanceof ContinuationWebSocketFrame;
    if (!continued && frame instanceof TextWebSocketFrame != service.isText()) {
      close(
          CloseCode.UNSUPPORTED_DATA,
          service.isText() ? "expected text messages" : "expected binary messages");
    } else if (!continued && frame.isFinalFragment()) {
      onMessage(frame.content());
    } else {
      onPiece(frame);
    }
  }

  private void onPiece(WebSocketFrame frame) {
    ByteBuf piece = frame.content();
    int held = pieces == null ? 0 : pieces.readableBytes();
    if (held + piece.readableBytes() > service.maxMessageBytes()) {
      tooBig();
      return;
    }
    if (pieces == null) {
      pieces = channel.alloc().directBuffer(2 * piece.readableBytes());
    }
    pieces.writeBytes(piece);
    if (frame.isFinalFragment()) {
      ByteBuf whole = pieces;
      pieces = null;
      try {
        onMessage(whole);
      } finally {
        whole.release();
      }
    }
  }

  private void onMessage(ByteBuf message) {
    all.onMessage();
    service.onMessage(message);
    stopReadingWhenFull();
  }

  /** A client that does not read its answers is not listened to. */
  private void stopReadingWhenFull() {
    if (output.pendingBytes() > channel.config().getWriteBufferHighWaterMark()) {
      channel.config().setAutoRead(false);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable() && !resuming) {
      channel.config().setAutoRead(true);
    }
  }

  private void onClose(CloseWebSocketFrame close) {
    if (!closing) {
      int code = close.statusCode();
      closing = true;
      sendClose(code < 0 ? NOTHING : payload(code, ""));
    }
    end();
    all.closeSoon(channel);
  }

  // ── what goes ──────────────────────────────────────────────────────────────

  /** Reads nothing more until the service has gone on with what waits. */
  void resumeLater() {
    if (!resuming) {
      resuming = true;
      channel.config().setAutoRead(false);
      all.resume(this);
    }
  }

  @Override
  public void resume() {
    resuming = false;
    if (closing) {
      end();
      return;
    }
    service.resume();
    if (!resuming && channel.isWritable()) {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void flush() {
    output.flush();
    if (!resuming && !channel.config().isAutoRead() && channel.isWritable()) {
      channel.config().setAutoRead(true);
    }
  }

  private void tooBig() {
    all.onRefused();
    close(CloseCode.TOO_BIG, "expected at most " + service.maxMessageBytes() + " bytes a message");
  }

  /** Says that it is over; the service hears of the end in the next step. */
  void close(CloseCode code, String reason) {
    if (!closing) {
      closing = true;
      heardNs = all.nowNs();
      sendClose(payload(code.number(), reason));
      all.resume(this);
    }
  }

  private void sendClose(byte[] payload) {
    output.send(SocketOutput.CLOSE, payload, 0, payload.length);
    output.stop();
    output.flush();
  }

  private static byte[] payload(int code, String reason) {
    byte[] text = reason.getBytes(UTF_8);
    int length = Math.min(text.length, REASON_BYTES);
    byte[] payload = new byte[2 + length];
    payload[0] = (byte) (code >> Byte.SIZE);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, 2, length);
    return payload;
  }

  private void end() {
    if (!ended) {
      ended = true;
      service.onEnd();
    }
  }

  // ── time and end ───────────────────────────────────────────────────────────

  @Override
  public void checkTime(long nowNs) {
    long silentNs = nowNs - heardNs;
    if (closing) {
      if (silentNs > LINGER_NS) {
        channel.close();
      }
      return;
    }
    service.checkTime(nowNs);
    long pending = output.pendingBytes();
    if (pending == 0 || pending < pendingBytes) {
      drainedNs = nowNs;
    }
    pendingBytes = pending;
    if (nowNs - drainedNs > all.config().requestNs()) {
      all.onTimeout();
      channel.close(); // it would not read a Close either
    } else if (silentNs > all.config().idleNs()) {
      all.onTimeout();
      close(CloseCode.GOING_AWAY, "no answer to a ping");
    } else if (!pinged && silentNs > all.config().idleNs() / 2) {
      pinged = true;
      output.send(SocketOutput.PING, NOTHING, 0, 0);
      output.flush();
    }
  }

  @Override
  public void close() {
    close(CloseCode.GOING_AWAY, "the server stops");
    channel.close();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      channel.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupt) {
      all.onRefused();
      int code = corrupt.closeStatus().code();
      boolean large = code == CloseCode.TOO_BIG.number();
      close(large ? CloseCode.TOO_BIG : CloseCode.PROTOCOL_ERROR, corrupt.getMessage());
      all.closeSoon(channel);
    } else {
      all.onFault(cause, true);
      close(CloseCode.INTERNAL_ERROR, "a defect of the server");
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closing = true;
    if (pieces != null) {
      ReferenceCountUtil.release(pieces);
      pieces = null;
    }
    end();
    output.release();
    all.onClosed(this);
  }
}
