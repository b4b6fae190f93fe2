package io.machinenative.axiom.engine.edge.http;

import io.machinenative.axiom.engine.transport.netty.ServerTls;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.util.Optional;

/**
 * Fills the pipelines of new connections.
 *
 * <pre>
 *  socket ─ [TLS] ─ AlpnChoice or PrefaceChoice ─┬─ HTTP/1.1 decoder ─ Http1Connection
 *                                                └─ HTTP/2 codec ─ Http2Connection ─ multiplexer
 *                                                                    └─ Http2Stream, one a request
 * </pre>
 *
 * <p>Owned by the ingress thread.
 */
final class Protocols {
  private static final int LINE_BYTES = 8 * 1024;

  private final EdgeConnections all;
  private final Optional<ServerTls> tls;

  Protocols(EdgeConnections all, Optional<ServerTls> tls) {
    this.all = all;
    this.tls = tls;
  }

  /** Fills the pipeline of a connection that was accepted. */
  void begin(SocketChannel channel) {
    if (tls.isPresent()) {
      channel.pipeline().addLast(tls.get().handler(channel.alloc()));
      add(channel, new AlpnChoice(this, all, channel));
    } else {
      add(channel, new PrefaceChoice(this, all, channel));
    }
  }

  private <T extends ChannelHandler & EdgeConnection> void add(SocketChannel channel, T choice) {
    all.add(choice);
    channel.pipeline().addLast(choice);
  }

  /** Goes on with HTTP/1.1. */
  EdgeConnection http1(SocketChannel channel) {
    HeadDecoder decoder =
        new HeadDecoder(
            new HttpDecoderConfig()
                .setMaxInitialLineLength(LINE_BYTES)
                .setMaxHeaderSize(all.config().headBytes()));
    Http1Connection connection =
        new Http1Connection(all, channel, new EdgeClient(all, channel), decoder);
    channel.pipeline().addLast(decoder, connection);
    return connection;
  }

  /** Goes on with HTTP/2. */
  EdgeConnection http2(SocketChannel channel) {
    Http2FrameCodec codec =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(
                Http2Settings.defaultSettings()
                    .maxConcurrentStreams(all.config().streams())
                    .maxHeaderListSize(all.config().headBytes()))
            .gracefulShutdownTimeoutMillis(0)
            .build();
    Http2Connection connection =
        new Http2Connection(all, channel, new EdgeClient(all, channel), codec);
    ChannelInitializer<Http2StreamChannel> streams =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Http2StreamChannel stream) {
            stream.pipeline().addLast(connection.open(stream));
          }
        };
    channel.pipeline().addLast(codec, connection, new Http2MultiplexHandler(streams));
    return connection;
  }
}
