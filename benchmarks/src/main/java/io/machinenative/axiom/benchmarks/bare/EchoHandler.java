package io.machinenative.axiom.benchmarks.bare;

import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.agrona.DirectBuffer;

/**
 * The serving half of {@link NettyEcho}, one per connection: each frame goes back. Owned by its
 * event loop.
 */
final class EchoHandler extends ChannelInboundHandlerAdapter implements LengthPrefixed.FrameSink {
  private final Exchange exchange;
  private final LengthPrefixed frames;
  private FrameBatch replies;

  EchoHandler(Exchange exchange) {
    this.exchange = exchange;
    frames = new LengthPrefixed(exchange.payloadBytes(), this);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    replies = new FrameBatch(context.channel(), exchange.payloadBytes(), exchange.inFlight());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      frames.onRead(in);
    } finally {
      in.release();
    }
  }

  @Override
  public void onFrame(DirectBuffer buffer, int offset, int length) {
    int payloadOffset = replies.add();
    replies.buffer().putBytes(payloadOffset, buffer, offset, length);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    replies.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    replies.release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    cause.printStackTrace();
    context.close();
  }
}
