package io.machinenative.axiom.engine.edge.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * What a connection without TLS speaks: HTTP/2 when its first bytes are the preface that clients
 * with prior knowledge send, else HTTP/1.1. Gives its place up after the first bytes.
 *
 * <p>Owned by the ingress thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-3.4">RFC 9113, 3.4</a>
 */
final class PrefaceChoice extends ByteToMessageDecoder implements EdgeConnection {
  private static final ByteBuf PREFACE =
      Unpooled.unreleasableBuffer(
          Unpooled.wrappedBuffer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII))
              .asReadOnly());

  private final Protocols protocols;
  private final EdgeConnections all;
  private final SocketChannel channel;
  private final long sinceNs;

  PrefaceChoice(Protocols protocols, EdgeConnections all, SocketChannel channel) {
    this.protocols = protocols;
    this.all = all;
    this.channel = channel;
    this.sinceNs = all.nowNs();
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int count = Math.min(in.readableBytes(), PREFACE.capacity());
    boolean preface = ByteBufUtil.equals(in, in.readerIndex(), PREFACE, 0, count);
    if (preface && count < PREFACE.capacity()) {
      return; // more has to come
    }
    all.replace(this, preface ? protocols.http2(channel) : protocols.http1(channel));
    context.pipeline().remove(this); // hands the bytes on
  }

  @Override
  public void checkTime(long nowNs) {
    if (nowNs - sinceNs > all.config().idleNs()) {
      channel.close();
    }
  }

  @Override
  public void close() {
    channel.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    all.onFault(cause, false);
    channel.close();
  }

  @Override
  public void handlerRemoved0(ChannelHandlerContext context) {
    all.onClosed(this); // when the channel was closed; else another one has its place
  }
}
