/**
 * The carrier between processes over TCP. Each message follows the Simple Open Framing Header
 * ({@link io.machinenative.axiom.codec.FramingHeader}).
 *
 * <pre>
 *                      TcpLoop: one selector, owned by the thread that polls
 *                     +--------------------------------------------------------------+
 *  socket --ReceiveBuffer--> TcpConnection --TcpInput---> ConnectionEvents (TcpPeer, |
 *                     |           |         in place       TcpLink) --> FrameHandler |
 *  socket <--SendBuffers---- TcpConnection <--TcpOutput-- claim, commit              |
 *                     +--------------------------------------------------------------+
 * </pre>
 *
 * <p>Netty is stepped by hand: nothing here starts a thread. One receive buffer serves all
 * connections of a loop, because what was read is decoded before the next read; only the piece of a
 * frame that is still incomplete is copied. With TLS a handler of Netty's stands in the channel's
 * pipeline before {@link io.machinenative.axiom.engine.transport.netty.TcpConnection}; it has
 * buffers of its own, and the connection is open after its handshake.
 */
package io.machinenative.axiom.engine.transport.netty;
