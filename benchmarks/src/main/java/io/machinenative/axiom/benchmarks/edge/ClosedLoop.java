package io.machinenative.axiom.benchmarks.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A closed loop over a few connections, by one thread: each sends its request again when its answer
 * is there in full. Every answer is compared with the first one, byte for byte, but for a part that
 * may differ. Owns the connections.
 */
final class ClosedLoop implements AutoCloseable {
  /** More than any answer has. */
  static final int ANSWER_BYTES = 64 * 1024;

  private final Selector selector = Selector.open();
  private final byte[] request;
  private final byte[] expected;
  private final int freeFrom;
  private final int freeTo;
  private final int callsAtOnce;
  private final Histogram latencies = new Histogram(TimeUnit.SECONDS.toNanos(30), 3);

  /**
   * @param freeFrom where the part of an answer begins whose bytes may differ, but not their number
   * @param freeTo where it ends
   * @param callsAtOnce in a request, and their answers in an answer
   */
  ClosedLoop(byte[] request, byte[] expected, int freeFrom, int freeTo, int callsAtOnce)
      throws IOException {
    this.request = request;
    this.expected = expected;
    this.freeFrom = freeFrom;
    this.freeTo = freeTo;
    this.callsAtOnce = callsAtOnce;
  }

  /** Adds a connection on which nothing is under way. */
  void add(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, new Loop(channel));
  }

  /** Runs for a while. */
  Load.Slice run(long durationNs) throws IOException {
    latencies.reset();
    long answers = 0;
    long beganNs = System.nanoTime();
    int waiting = 0;
    for (SelectionKey key : selector.keys()) {
      ((Loop) key.attachment()).send();
      waiting++;
    }
    boolean ending = false;
    while (waiting > 0) {
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        Loop loop = (Loop) key.attachment();
        if (loop.isAnswered()) {
          answers++;
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
    return new Load.Slice(
        answers * callsAtOnce,
        tookNs,
        latencies.getValueAtPercentile(50),
        latencies.getValueAtPercentile(99));
  }

  /**
   * Reads what is there, or waits for it on a connection that blocks.
   *
   * @throws IOException when the server has closed the connection
   */
  static void read(SocketChannel channel, ByteBuffer in) throws IOException {
    if (channel.read(in) < 0) {
      throw new IOException("the server has closed a connection");
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
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
      if (!isExpected(0, freeFrom) || !isExpected(freeTo, in.limit())) {
        throw new IllegalStateException("an answer differs from the first one");
      }
      return true;
    }

    private boolean isExpected(int from, int to) {
      return in.limit() == expected.length
          && in.slice(from, to - from).equals(ByteBuffer.wrap(expected, from, to - from));
    }
  }
}
