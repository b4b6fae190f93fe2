package io.machinenative.axiom.engine.edge.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One HTTP/2 connection: its streams, which share its session with the engine, and its time. Flow
 * control, and how often a client may reset streams or ask for settings, are the codec's.
 *
 * <p>Owned by the ingress thread.
 */
final class Http2Connection extends ChannelInboundHandlerAdapter implements EdgeConnection {
  private final EdgeConnections all;
  private final SocketChannel channel;
  private final EdgeClient client;
  private final Http2FrameCodec codec;
  private final Set<Http2Stream> streams = new LinkedHashSet<>();

  /** When the connection came, or its last stream ended. */
  private long sinceNs;

  Http2Connection(
      EdgeConnections all, SocketChannel channel, EdgeClient client, Http2FrameCodec codec) {
    this.all = all;
    this.channel = channel;
    this.client = client;
    this.codec = codec;
    this.sinceNs = all.nowNs();
  }

  EdgeConnections all() {
    return all;
  }

  EdgeClient client() {
    return client;
  }

  /** A stream that the client opened. */
  Http2Stream open(Http2StreamChannel stream) {
    Http2Stream opened = new Http2Stream(this, stream);
    streams.add(opened);
    return opened;
  }

  void onClosed(Http2Stream stream) {
    if (streams.remove(stream)) {
      sinceNs = all.nowNs();
    }
  }

  @Override
  public void checkTime(long nowNs) {
    for (Http2Stream stream : streams.toArray(new Http2Stream[0])) {
      stream.checkTime(nowNs);
    }
    boolean unread = EdgeConnections.pendingBytes(channel) > 0;
    if (streams.isEmpty() && nowNs - sinceNs > idleNs(unread)) {
      channel.close();
    }
  }

  private long idleNs(boolean unread) {
    return unread ? all.config().requestNs() : all.config().idleNs();
  }

  @Override
  public void close() {
    channel.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof Http2Exception http2 && Http2Exception.isStreamError(http2)) {
      return; // the codec has reset the stream
    }
    all.onFault(cause, false);
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    context.fireChannelInactive(); // ends the streams first
    client.end();
    all.onClosed(this);
  }

  @Override
  public String toString() {
    return "HTTP/2 of " + client.address() + ", " + codec.connection().numActiveStreams();
  }
}
