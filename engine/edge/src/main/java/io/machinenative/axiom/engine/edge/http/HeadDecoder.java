package io.machinenative.axiom.engine.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * Decodes requests of HTTP/1.1, and says whether bytes came: of a head that is not whole nothing
 * else would be seen. Owned by the ingress thread.
 */
final class HeadDecoder extends HttpRequestDecoder {
  private boolean bytesCame;

  HeadDecoder(HttpDecoderConfig config) {
    super(config);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    bytesCame |= message instanceof ByteBuf;
    super.channelRead(context, message);
  }

  /** Whether bytes came since it was last asked. */
  boolean takeBytesCame() {
    boolean came = bytesCame;
    bytesCame = false;
    return came;
  }
}
