package io.machinenative.axiom.benchmarks.edge;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Calls on binary WebSockets, so many at once on each: all of a round are sent in one piece, the
 * next round when all are answered. The connections are opened for each run. The answers of the
 * first round are decoded; those of later ones equal them, byte for byte.
 */
final class SocketLoad implements Load {
  private static final int ANSWER_BYTES = 64 * 1024;

  private final InetSocketAddress server;
  private final int connections;
  private final int callsAtOnce;
  private final byte[] hello = SocketCalls.hello();
  private final byte[] request;
  private final String expectedResult;
  private final Histogram latencies = new Histogram(TimeUnit.SECONDS.toNanos(30), 3);
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
  public Slice run(long durationNs) throws IOException {
    latencies.reset();
    try (Selector selector = Selector.open()) {
      try {
        for (int i = 0; i < connections; i++) {
          SocketChannel channel = open();
          channel.register(selector, SelectionKey.OP_READ, new Loop(channel));
        }
        return run(selector, durationNs);
      } finally {
        for (SelectionKey key : selector.keys()) {
          key.channel().close();
        }
      }
    }
  }

  private SocketChannel open() throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    ByteBuffer in = ByteBuffer.allocate(ANSWER_BYTES);
    channel.write(ByteBuffer.wrap(SocketCalls.UPGRADE));
    int head = -1;
    while (head < 0) {
      read(channel, in);
      head = endOfHead(in);
    }
    in.flip().position(head);
    in.compact();
    channel.write(ByteBuffer.wrap(hello));
    while (!isWhole(in)) {
      read(channel, in); // Welcome
    }
    if (expected == null) {
      expected = firstRound(channel);
    }
    channel.configureBlocking(false);
    return channel;
  }

  private static int endOfHead(ByteBuffer in) {
    String text =
        new String(in.array(), 0, in.position(), java.nio.charset.StandardCharsets.ISO_8859_1);
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

  private static void read(SocketChannel channel, ByteBuffer in) throws IOException {
    if (channel.read(in) < 0) {
      throw new IOException("the server has closed a connection");
    }
  }

  /** Makes one round, and checks each of its answers. */
  private byte[] firstRound(SocketChannel channel) throws IOException {
    channel.write(ByteBuffer.wrap(request));
    ByteBuffer in = ByteBuffer.allocate(ANSWER_BYTES);
    int at = 0;
    for (int id = 1; id <= callsAtOnce; id++) {
      int bytes = SocketCalls.frameBytes(in.array(), at, in.position());
      while (bytes < 0 || at + bytes > in.position()) {
        read(channel, in);
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

  private Slice run(Selector selector, long durationNs) throws IOException {
    long answers = 0;
    long beganNs = System.nanoTime();
    for (SelectionKey key : selector.keys()) {
      ((Loop) key.attachment()).send();
    }
    int waiting = connections;
    boolean ending = false;
    while (waiting > 0) {
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        Loop loop = (Loop) key.attachment();
        if (loop.isAnswered()) {
          answers += callsAtOnce;
          if (ending) {
            waiting--;
          } else {
            loop.send();
          }
        }
      }
      selector.selectedKeys().clear();
      ending = System.nanoTime() - beganNs >= durationNs;
    }
    long tookNs = System.nanoTime() - beganNs;
    return new Slice(
        answers, tookNs, latencies.getValueAtPercentile(50), latencies.getValueAtPercentile(99));
  }

  @Override
  public void close() {
    // its connections are those of a run
  }

  private final class Loop {
    private final SocketChannel channel;
    private final ByteBuffer out = ByteBuffer.allocateDirect(request.length).put(request);
    private final ByteBuffer in = ByteBuffer.allocateDirect(ANSWER_BYTES);
    private long sentNs;

    Loop(SocketChannel channel) {
      this.channel = channel;
    }

    void send() throws IOException {
      in.clear();
      out.position(0);
      sentNs = System.nanoTime();
      while (out.hasRemaining()) {
        channel.write(out);
      }
    }

    boolean isAnswered() throws IOException {
      read(channel, in);
      if (in.position() < expected.length) {
        return false;
      }
      latencies.recordValue(
          Math.min(System.nanoTime() - sentNs, latencies.getHighestTrackableValue()));
      in.flip();
      if (!in.equals(ByteBuffer.wrap(expected))) {
        throw new IllegalStateException("a round of answers differs from the first one");
      }
      return true;
    }
  }
}
