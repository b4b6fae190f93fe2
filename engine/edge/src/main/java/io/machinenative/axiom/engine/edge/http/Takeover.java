package io.machinenative.axiom.engine.edge.http;

import io.netty.channel.socket.SocketChannel;

/** Who goes on with a connection after an answer 101. On the ingress thread. */
@FunctionalInterface
public interface Takeover {
  /**
   * Adds its handlers at the end of the channel's pipeline; those of HTTP are removed then.
   *
   * @param client of the connection; whoever takes over ends it
   * @param all of the listener; it is told when the connection is over
   */
  EdgeConnection take(SocketChannel channel, EdgeClient client, EdgeConnections all);
}
