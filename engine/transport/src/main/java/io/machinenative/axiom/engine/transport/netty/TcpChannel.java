package io.machinenative.axiom.engine.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A Netty channel whose socket can be written to at once. Netty's own queue of writes allocates an
 * entry for each write on threads that Netty did not make, so it is used only for what the socket
 * does not take.
 */
final class TcpChannel extends NioSocketChannel {
  /** One that connects. */
  TcpChannel() {}

  /** One that was accepted. */
  TcpChannel(Channel parent, SocketChannel socket) {
    super(parent, socket);
  }

  /**
   * Writes what the socket takes now. To be called only while Netty's queue is empty.
   *
   * @return bytes that were taken
   */
  int writeNow(ByteBuffer buffer) throws IOException {
    return javaChannel().write(buffer);
  }
}
