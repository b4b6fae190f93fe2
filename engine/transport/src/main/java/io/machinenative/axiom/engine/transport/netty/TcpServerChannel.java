package io.machinenative.axiom.engine.transport.netty;

import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** A Netty channel that accepts connections as {@link TcpChannel}s. */
final class TcpServerChannel extends NioServerSocketChannel {
  TcpServerChannel(ServerSocketChannel bound) {
    super(bound);
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws IOException {
    SocketChannel socket = javaChannel().accept();
    if (socket == null) {
      return 0;
    }
    accepted.add(new TcpChannel(this, socket));
    return 1;
  }
}
