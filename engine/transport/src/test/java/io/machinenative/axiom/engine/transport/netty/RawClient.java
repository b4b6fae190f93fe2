package io.machinenative.axiom.engine.transport.netty;

import io.machinenative.axiom.codec.FramingHeader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.agrona.concurrent.UnsafeBuffer;

/** A bare socket that sends whatever bytes a test likes. Never blocks. */
final class RawClient implements AutoCloseable {
  private final SocketChannel socket;
  private final ByteBuffer received = ByteBuffer.allocate(1 << 20);
  private boolean ended;

  RawClient(String address) throws IOException {
    TcpAddress target = TcpAddress.parse(address);
    socket = SocketChannel.open(new InetSocketAddress(target.host(), target.port()));
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  /** A message behind its framing header. */
  static byte[] framed(byte[] message) {
    byte[] frame = new byte[FramingHeader.ENCODED_LENGTH + message.length];
    FramingHeader.write(new UnsafeBuffer(frame), 0, message.length);
    System.arraycopy(message, 0, frame, FramingHeader.ENCODED_LENGTH, message.length);
    return frame;
  }

  void send(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      socket.write(buffer);
    }
  }

  void send(byte[] bytes) throws IOException {
    send(bytes, 0, bytes.length);
  }

  /** Reads what is there; answers whether the other side has ended the stream. */
  boolean readToEnd() {
    try {
      ended |= socket.read(received) < 0;
    } catch (IOException e) {
      // Reset: as much an end as any, and what the test waits for.
      ended = true;
    }
    return ended;
  }

  /** What was read so far. */
  byte[] received() {
    byte[] bytes = new byte[received.position()];
    received.get(0, bytes);
    return bytes;
  }

  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Closes the socket with a reset instead of an orderly end. */
  void reset() throws IOException {
    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
