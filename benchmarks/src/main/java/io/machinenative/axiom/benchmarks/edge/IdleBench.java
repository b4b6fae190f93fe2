package io.machinenative.axiom.benchmarks.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Opens connections that then do nothing, each after one answered request, and asks the server what
 * it holds for them.
 */
public final class IdleBench {
  private static final byte[] REQUEST =
      "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1);

  /** Longer than the interval in which a server of perf-config/jvm/serve.args gives back. */
  private static final int QUIET_LOOKS = 20;

  private static final long LOOK_NS = 1_000_000_000L;

  /**
   * What was measured.
   *
   * @param heapBytes of a connection
   * @param directBytes of a connection, off the heap
   * @param residentKib of the server before and with them
   */
  public record Answer(
      int connections,
      double heapBytes,
      double directBytes,
      long residentBeforeKib,
      long residentKib) {}

  private final int connections;
  private final Consumer<String> progress;

  public IdleBench(int connections, Consumer<String> progress) {
    this.connections = connections;
    this.progress = progress;
  }

  /** Opens, measures, closes. */
  public Answer run() throws IOException {
    List<SocketChannel> open = new ArrayList<>();
    try (HttpChild server = new HttpChild(EdgeServer.class)) {
      open.add(answered(server)); // what the first one loads is not its own
      long[] before = server.memory();
      long residentBeforeKib = settled(server);
      progress.accept("opening " + connections + " connections");
      for (int i = 1; i < connections; i++) {
        open.add(answered(server));
      }
      long[] with = server.memory();
      double count = connections - 1.0;
      return new Answer(
          connections,
          (with[0] - before[0]) / count,
          (with[1] - before[1]) / count,
          residentBeforeKib,
          settled(server));
    } finally {
      for (SocketChannel channel : open) {
        channel.close();
      }
    }
  }

  /** What is resident, KiB, when the server gives nothing back any more. */
  private long settled(HttpChild server) throws IOException {
    progress.accept("waiting until the server gives no memory back any more");
    long lowestKib = server.residentKib();
    for (int quiet = 0; quiet < QUIET_LOOKS; quiet++) {
      LockSupport.parkNanos(LOOK_NS);
      long nowKib = server.residentKib();
      if (nowKib < lowestKib - lowestKib / 100) {
        lowestKib = nowKib;
        quiet = 0;
      }
    }
    return lowestKib;
  }

  private static SocketChannel answered(HttpChild server) throws IOException {
    SocketChannel channel = SocketChannel.open(server.address());
    channel.write(ByteBuffer.wrap(REQUEST));
    ByteBuffer in = ByteBuffer.allocate(1024);
    while (!new String(in.array(), 0, in.position(), ISO_8859_1).contains("]}")) {
      if (channel.read(in) < 0) {
        throw new IOException("the server has closed a connection: is edge.connections too low?");
      }
    }
    if (!new String(in.array(), 0, in.position(), ISO_8859_1).startsWith("HTTP/1.1 200")) {
      throw new IOException("expected 200, got " + new String(in.array(), ISO_8859_1).strip());
    }
    return channel;
  }
}
