package io.machinenative.axiom.benchmarks.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A closed loop over a few connections, by one thread: each sends its request again when its answer
 * is there in full. The status and the body of every answer are compared with those of the first
 * one, byte for byte; a field such as Date may change, but not in length.
 */
final class HttpLoad implements Load {
  private static final int ANSWER_BYTES = 64 * 1024;
  private static final String END_OF_HEAD_TEXT = "\r\n\r\n";
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  /** {@code HTTP/1.1 200}. */
  private static final int STATUS_BYTES = 12;

  private final Selector selector = Selector.open();
  private final List<Loop> loops = new ArrayList<>();
  private final byte[] request;
  private final Histogram latencies = new Histogram(TimeUnit.SECONDS.toNanos(30), 3);
  private byte[] expected;
  private int bodyOffset;
  private long answers;

  HttpLoad(InetSocketAddress server, byte[] request, int connections) throws IOException {
    this.request = request;
    for (int i = 0; i < connections; i++) {
      SocketChannel channel = SocketChannel.open(server);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      Loop loop = new Loop(channel);
      channel.register(selector, SelectionKey.OP_READ, loop);
      loops.add(loop);
    }
  }

  /** What an answer must contain; the first one is checked, the others equal it. */
  HttpLoad expecting(String text) throws IOException {
    Loop first = loops.getFirst();
    first.send();
    byte[] answer = null;
    while (answer == null) {
      selector.select();
      selector.selectedKeys().clear();
      answer = first.readFirst();
    }
    String whole = new String(answer, ISO_8859_1);
    if (!whole.startsWith("HTTP/1.1 200") || !whole.contains(text)) {
      throw new IllegalStateException("expected an answer with " + text + ", got " + whole);
    }
    expected = answer;
    bodyOffset = whole.indexOf(END_OF_HEAD_TEXT) + END_OF_HEAD_TEXT.length();
    return this;
  }

  @Override
  public Slice run(long durationNs) throws IOException {
    latencies.reset();
    answers = 0;
    long beganNs = System.nanoTime();
    for (Loop loop : loops) {
      loop.send();
    }
    long endNs = beganNs + durationNs;
    boolean ending = false;
    int waiting = loops.size();
    while (waiting > 0) {
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        if (((Loop) key.attachment()).read()) {
          if (ending) {
            waiting--;
          } else {
            ((Loop) key.attachment()).send();
          }
        }
      }
      selector.selectedKeys().clear();
      ending = System.nanoTime() - endNs >= 0;
    }
    long tookNs = System.nanoTime() - beganNs;
    return new Slice(
        answers, tookNs, latencies.getValueAtPercentile(50), latencies.getValueAtPercentile(99));
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

    /** Whether the answer is there in full. */
    boolean read() throws IOException {
      receive();
      if (in.position() < expected.length) {
        return false;
      }
      latencies.recordValue(
          Math.min(System.nanoTime() - sentNs, latencies.getHighestTrackableValue()));
      in.flip();
      if (!isExpected(0, STATUS_BYTES) || !isExpected(bodyOffset, in.limit())) {
        throw new IllegalStateException("an answer differs from the first one");
      }
      answers++;
      return true;
    }

    private boolean isExpected(int from, int to) {
      return in.limit() == expected.length
          && in.slice(from, to - from).equals(ByteBuffer.wrap(expected, from, to - from));
    }

    private void receive() throws IOException {
      if (channel.read(in) < 0) {
        throw new IOException("the server has closed a connection");
      }
    }

    /** The whole answer, by its own account of its length; null when more has to come. */
    byte[] readFirst() throws IOException {
      receive();
      byte[] bytes = new byte[in.position()];
      in.duplicate().flip().get(bytes);
      String text = new String(bytes, ISO_8859_1);
      int head = text.indexOf(END_OF_HEAD_TEXT);
      if (head < 0) {
        return null;
      }
      String lower = text.substring(0, head).toLowerCase(java.util.Locale.ROOT);
      if (lower.contains("transfer-encoding: chunked")) {
        return text.endsWith(LAST_CHUNK) ? bytes : null;
      }
      int at = lower.indexOf("content-length: ") + "content-length: ".length();
      int end = lower.indexOf('\r', at);
      int length = Integer.parseInt(lower.substring(at, end < 0 ? lower.length() : end).trim());
      return bytes.length < head + END_OF_HEAD_TEXT.length() + length ? null : bytes;
    }
  }

  @Override
  public void close() throws IOException {
    for (Loop loop : loops) {
      loop.channel.close();
    }
    selector.close();
  }
}
