package io.machinenative.axiom.benchmarks.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * Calls on binary WebSockets, so many at once on each: all of a round are sent in one piece, the
 * next round when all are answered. The answers of the first round are decoded; those of later ones
 * equal them, byte for byte.
 */
final class SocketLoad implements Load {
  private final InetSocketAddress server;
  private final int connections;
  private final int callsAtOnce;
  private final byte[] hello = SocketCalls.hello();
  private final byte[] request;
  private final String expectedResult;
  private byte[] expected;

  /**
   * @param result that each call must have, as text
   */
  SocketLoad(
      InetSocketAddress server,
      String tool,
      String arguments,
      String result,
      int connections,
      int callsAtOnce) {
    this.server = server;
    this.connections = connections;
    this.callsAtOnce = callsAtOnce;
    this.request = SocketCalls.calls(tool, arguments, callsAtOnce);
    this.expectedResult = result;
  }

  @Override
  public ClosedLoop open() throws IOException {
    if (expected == null) {
      try (SocketChannel first = connected()) {
        expected = firstRound(first);
      }
    }
    ClosedLoop loop =
        new ClosedLoop(request, expected, expected.length, expected.length, callsAtOnce);
    try {
      for (int i = 0; i < connections; i++) {
        loop.add(connected());
      }
      return loop;
    } catch (IOException e) {
      loop.close();
      throw e;
    }
  }

  private SocketChannel connected() throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    ByteBuffer in = ByteBuffer.allocate(ClosedLoop.ANSWER_BYTES);
    channel.write(ByteBuffer.wrap(SocketCalls.UPGRADE));
    int head = -1;
    while (head < 0) {
      ClosedLoop.read(channel, in);
      head = endOfHead(in);
    }
    in.flip().position(head);
    in.compact();
    channel.write(ByteBuffer.wrap(hello));
    while (!isWhole(in)) {
      ClosedLoop.read(channel, in); // Welcome
    }
    return channel;
  }

  private static int endOfHead(ByteBuffer in) {
    String text = new String(in.array(), 0, in.position(), ISO_8859_1);
    if (text.length() > 12 && !text.startsWith("HTTP/1.1 101")) {
      throw new IllegalStateException("expected an upgrade, got " + text);
    }
    int at = text.indexOf("\r\n\r\n");
    return at < 0 ? -1 : at + 4;
  }

  private static boolean isWhole(ByteBuffer in) {
    int bytes = SocketCalls.frameBytes(in.array(), 0, in.position());
    return bytes > 0 && in.position() >= bytes;
  }

  /** Makes one round, and checks each of its answers. */
  private byte[] firstRound(SocketChannel channel) throws IOException {
    channel.write(ByteBuffer.wrap(request));
    ByteBuffer in = ByteBuffer.allocate(ClosedLoop.ANSWER_BYTES);
    int at = 0;
    for (int id = 1; id <= callsAtOnce; id++) {
      int bytes = SocketCalls.frameBytes(in.array(), at, in.position());
      while (bytes < 0 || at + bytes > in.position()) {
        ClosedLoop.read(channel, in);
        bytes = SocketCalls.frameBytes(in.array(), at, in.position());
      }
      String result = SocketCalls.result(in.array(), at);
      if (!result.equals(id + " " + expectedResult)) {
        throw new IllegalStateException(
            "expected " + id + " " + expectedResult + ", got " + result);
      }
      at += bytes;
    }
    return Arrays.copyOf(in.array(), at);
  }
}
