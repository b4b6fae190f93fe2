package io.machinenative.axiom.benchmarks.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A Netty server of HTTP/1.1 and WebSockets as one writes it by the book, on one thread: it answers
 * every request and every binary message with a constant of the length that a tool's answer has. A
 * process of its own; ends with its standard input.
 */
public final class BareServer {
  private static final int BODY_BYTES = 64 * 1024;

  private static final byte[] ANSWER =
      ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"complete\",\"content\":[{\"type\":"
           + "\"text\",\"text\":\"{\\\"sum\\\":5}\"}],\"structuredContent\":{\"sum\":5},"
           + "\"isError\":false,\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":"
           + "\"axiom\",\"title\":\"Axiom\",\"version\":\"0.1.0-SNAPSHOT\"}}}}")
          .getBytes(UTF_8);

  private BareServer() {}

  public static void main(String[] arguments) throws IOException {
    MultiThreadIoEventLoopGroup loop =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    Channel channel =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel accepted) {
                    accepted
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(BODY_BYTES),
                            new WebSocketServerProtocolHandler("/ws", "axiom.sbe"),
                            new Constant(),
                            new SocketConstant());
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
    int port = ((InetSocketAddress) channel.localAddress()).getPort();
    System.out.println(HttpChild.READY + "http://127.0.0.1:" + port);
    HttpChild.awaitEndOfInput();
    loop.shutdownGracefully().syncUninterruptibly();
  }

  private static final class Constant extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final ByteBuf answer = Unpooled.unreleasableBuffer(Unpooled.directBuffer());

    Constant() {
      answer.writeBytes(ANSWER);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.OK, answer.duplicate());
      response
          .headers()
          .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
          .setInt(HttpHeaderNames.CONTENT_LENGTH, ANSWER.length);
      context.write(response, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }

  private static final class SocketConstant
      extends SimpleChannelInboundHandler<BinaryWebSocketFrame> {
    private final ByteBuf answer = Unpooled.unreleasableBuffer(Unpooled.directBuffer());

    SocketConstant() {
      answer.writeBytes(SocketCalls.answer("{\"sum\":5}"));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, BinaryWebSocketFrame message) {
      context.write(new BinaryWebSocketFrame(answer.duplicate()), context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }
}
