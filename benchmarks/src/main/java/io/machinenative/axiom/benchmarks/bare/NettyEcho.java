package io.machinenative.axiom.benchmarks.bare;

import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.RttClient;
import io.machinenative.axiom.benchmarks.rtt.RttServer;
import io.machinenative.axiom.benchmarks.rtt.RttSubject;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ResourceLeakDetector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** Over TCP: frames with a length prefix on Netty's NIO transport, one event loop on each side. */
public final class NettyEcho implements RttSubject {
  private final Exchange exchange;
  private final LoopDrive drive;

  public NettyEcho(Exchange exchange, LoopDrive drive) {
    this.exchange = exchange;
    this.drive = drive;
    // The limit is Netty without its search for leaks, which samples and allocates.
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
  }

  @Override
  public RttServer openServer() {
    EchoLoop loop = EchoLoop.forServer(drive);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop.group())
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childHandler(pipeline(() -> new EchoHandler(exchange)));
    Channel channel = loop.await(bootstrap.bind(InetAddress.getLoopbackAddress(), 0));
    return new Server(loop, ((InetSocketAddress) channel.localAddress()).getPort());
  }

  @Override
  public RttClient openClient(String address) {
    EchoLoop loop = EchoLoop.forClient(drive);
    CallHandler handler = new CallHandler(exchange);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop.group())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .handler(pipeline(() -> handler));
    int port = Integer.parseInt(address);
    loop.await(bootstrap.connect(InetAddress.getLoopbackAddress(), port));
    return new NettyClient(loop, handler);
  }

  private static ChannelInitializer<SocketChannel> pipeline(Supplier<ChannelHandler> handler) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(handler.get());
      }
    };
  }

  private record Server(EchoLoop loop, int port) implements RttServer {
    @Override
    public String address() {
      return Integer.toString(port);
    }

    @Override
    public void close() {
      loop.close();
    }
  }
}
