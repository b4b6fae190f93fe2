package io.machinenative.axiom.benchmarks.bare;

import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.RoundTrips;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;

/**
 * The calling half of {@link NettyEcho}: a reply makes room for the next request, which leaves with
 * all others that the same read made room for. Owned by its event loop, except for {@link #ended}.
 */
final class CallHandler extends ChannelInboundHandlerAdapter implements LengthPrefixed.FrameSink {
  private final Exchange exchange;
  private final LengthPrefixed frames;
  private FrameBatch requests;
  private RoundTrips trips;
  private long endNs;
  private CompletableFuture<Void> ended;

  CallHandler(Exchange exchange) {
    this.exchange = exchange;
    frames = new LengthPrefixed(exchange.payloadBytes(), this);
  }

  /**
   * Begins a run; {@code ended} is completed when its last reply was taken, or with what went
   * wrong.
   */
  void start(RoundTrips trips, long durationNs, CompletableFuture<Void> ended) {
    this.trips = trips;
    this.ended = ended;
    endNs = trips.lastReplyNs() + durationNs;
    fillWindow();
  }

  private void fillWindow() {
    while (trips.hasRoom()) {
      long sequence = trips.begin();
      int payloadOffset = requests.add();
      trips.write(requests.buffer(), payloadOffset, sequence);
    }
    requests.flush();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    requests = new FrameBatch(context.channel(), exchange.payloadBytes(), exchange.inFlight());
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
    trips.complete(buffer, offset, length);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (trips.lastReplyNs() - endNs < 0) {
      fillWindow();
    } else if (trips.inFlight() == 0) {
      ended.complete(null);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    requests.release();
    fail(new IllegalStateException("the server closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(cause);
    context.close();
  }

  private void fail(Throwable cause) {
    if (ended != null) {
      ended.completeExceptionally(cause);
    }
  }
}
