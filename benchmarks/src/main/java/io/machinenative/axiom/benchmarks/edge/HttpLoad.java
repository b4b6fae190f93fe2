package io.machinenative.axiom.benchmarks.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Locale;

/**
 * One HTTP request, again and again, on connections that stay open for a run. The status and the
 * body of every answer are those of the first one; a field such as Date may change, but not in
 * length.
 */
final class HttpLoad implements Load {
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
  private static final String LENGTH_FIELD = "content-length: ";

  /** {@code HTTP/1.1 200}. */
  private static final int STATUS_BYTES = 12;

  private final InetSocketAddress server;
  private final byte[] request;
  private final int connections;
  private final byte[] expected;
  private final int bodyAt;

  /**
   * Makes the request once.
   *
   * @param connections of each run
   * @param text that the answer must contain
   */
  HttpLoad(InetSocketAddress server, byte[] request, int connections, String text)
      throws IOException {
    this.server = server;
    this.request = request;
    this.connections = connections;
    expected = answer(server, request, text);
    bodyAt = new String(expected, ISO_8859_1).indexOf(END_OF_HEAD) + END_OF_HEAD.length();
  }

  /**
   * Makes a request once, on a connection of its own.
   *
   * @param text that the answer must contain
   * @return head and body
   */
  static byte[] answer(InetSocketAddress server, byte[] request, String text) throws IOException {
    try (SocketChannel channel = connected(server)) {
      byte[] answer = firstAnswer(channel, request);
      String whole = new String(answer, ISO_8859_1);
      if (!whole.startsWith("HTTP/1.1 200") || !whole.contains(text)) {
        throw new IllegalStateException("expected an answer with " + text + ", got " + whole);
      }
      return answer;
    }
  }

  private static SocketChannel connected(InetSocketAddress server) throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return channel;
  }

  private static byte[] firstAnswer(SocketChannel channel, byte[] request) throws IOException {
    channel.write(ByteBuffer.wrap(request));
    ByteBuffer in = ByteBuffer.allocate(ClosedLoop.ANSWER_BYTES);
    do {
      ClosedLoop.read(channel, in);
    } while (!isWhole(new String(in.array(), 0, in.position(), ISO_8859_1)));
    return Arrays.copyOf(in.array(), in.position());
  }

  /** Whether an answer is there in full, by its own account of its length. */
  private static boolean isWhole(String answer) {
    int head = answer.indexOf(END_OF_HEAD);
    if (head < 0) {
      return false;
    }
    String fields = answer.substring(0, head).toLowerCase(Locale.ROOT) + "\r";
    if (fields.contains("transfer-encoding: chunked")) {
      return answer.endsWith(LAST_CHUNK);
    }
    int at = fields.indexOf(LENGTH_FIELD) + LENGTH_FIELD.length();
    int length = Integer.parseInt(fields.substring(at, fields.indexOf('\r', at)).trim());
    return answer.length() >= head + END_OF_HEAD.length() + length;
  }

  @Override
  public ClosedLoop open() throws IOException {
    ClosedLoop loop = new ClosedLoop(request, expected, STATUS_BYTES, bodyAt, 1);
    try {
      for (int i = 0; i < connections; i++) {
        loop.add(connected(server));
      }
      return loop;
    } catch (IOException e) {
      loop.close();
      throw e;
    }
  }
}
