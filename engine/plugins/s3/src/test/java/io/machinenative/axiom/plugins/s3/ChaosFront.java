package io.machinenative.axiom.plugins.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before an HTTP server, one request a connection: passes it on, or answers 500, 503 slow
 * down, half a body, never, loses the answer, alters the request, or refuses a key, as a plan says
 * for each request's first line.
 */
final class ChaosFront implements AutoCloseable {
  /** What is done to a request. */
  enum Fault {
    NONE,
    ERROR,
    SLOW_DOWN,
    HALF_BODY,
    NEVER,
    LOST_ANSWER,
    /** A byte of the request's body arrives as another one. */
    ALTERED_BODY,
    /** As a service that finds a body altered by its checksum. */
    BAD_DIGEST,
    /** A request to delete: the first of its keys is refused, and nothing is deleted. */
    REFUSED_KEY
  }

  /** Behind what a chunk of a signed body begins with. */
  private static final int ALTERED_AT = 1_000;

  private static final Pattern KEY = Pattern.compile("<Key>([^<]+)</Key>");

  private final ServerSocket listening;
  private final int serverPort;
  private final Function<String, Fault> plan;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger faults = new AtomicInteger();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  ChaosFront(int serverPort, Function<String, Fault> plan) throws IOException {
    this.serverPort = serverPort;
    this.plan = plan;
    listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  String endpoint() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  /** First lines and headers of all requests, in small letters. */
  List<String> heads() {
    return heads;
  }

  int faults() {
    return faults.get();
  }

  private static void daemon(Runnable work) {
    Thread.ofVirtual().start(work);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        open.add(client);
        daemon(() -> serve(client));
      }
    } catch (IOException e) {
      closed.countDown(); // the front was closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      byte[] head = head(in);
      if (head.length == 0) {
        return;
      }
      String text = new String(head, StandardCharsets.ISO_8859_1);
      heads.add(text.toLowerCase(Locale.ROOT));
      Fault fault = plan.apply(text.lines().findFirst().orElse(""));
      if (fault != Fault.NONE) {
        faults.incrementAndGet();
      }
      switch (fault) {
        case NONE, HALF_BODY, LOST_ANSWER, ALTERED_BODY -> pass(client, in, head, fault);
        case REFUSED_KEY -> refuseKey(client, in, text);
        case ERROR -> refuse(client, in, text, "500 Internal Server Error", "InternalError");
        case SLOW_DOWN -> refuse(client, in, text, "503 Slow Down", "SlowDown");
        case BAD_DIGEST -> refuse(client, in, text, "400 Bad Request", "BadDigest");
        case NEVER -> closed.await();
      }
    } catch (IOException e) {
      open.remove(client); // either side went away
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int state = 0;
    while (state < 4) {
      int next = in.read();
      if (next < 0) {
        return new byte[0];
      }
      head.write(next);
      boolean expected = next == (state % 2 == 0 ? '\r' : '\n');
      state = expected ? state + 1 : next == '\r' ? 1 : 0;
    }
    return head.toByteArray();
  }

  private static void refuse(Socket client, InputStream in, String head, String status, String code)
      throws IOException {
    if (!head.toLowerCase(Locale.ROOT).contains("expect: 100-continue")) {
      in.skipNBytes(bodyBytes(head));
    }
    answer(
        client,
        head,
        status,
        "<Error><Code>" + code + "</Code><Message>on purpose</Message></Error>");
  }

  private static int bodyBytes(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElse(0);
  }

  private static void refuseKey(Socket client, InputStream in, String head) throws IOException {
    String body = new String(in.readNBytes(bodyBytes(head)), StandardCharsets.UTF_8);
    Matcher key = KEY.matcher(body);
    if (!key.find()) {
      throw new IOException("expected keys in " + body);
    }
    answer(
        client,
        head,
        "200 OK",
        "<DeleteResult><Error><Key>"
            + key.group(1)
            + "</Key><Code>InternalError</Code><Message>on"
            + " purpose</Message></Error></DeleteResult>");
  }

  private static void answer(Socket client, String head, String status, String body)
      throws IOException {
    String reply =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: application/xml\r\nConnection: close\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + (head.startsWith("HEAD") ? "" : body);
    client.getOutputStream().write(reply.getBytes(StandardCharsets.ISO_8859_1));
    client.getOutputStream().flush();
  }

  private void pass(Socket client, InputStream in, byte[] head, Fault fault) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      String text = new String(head, StandardCharsets.ISO_8859_1);
      String closing = text.substring(0, text.length() - 2) + "Connection: close\r\n\r\n";
      OutputStream out = server.getOutputStream();
      out.write(
          closing
              .replaceFirst("(?i)Connection: keep-alive\r\n", "")
              .getBytes(StandardCharsets.ISO_8859_1));
      daemon(() -> pump(in, out, fault == Fault.ALTERED_BODY));
      InputStream answer = server.getInputStream();
      if (fault == Fault.NONE || fault == Fault.ALTERED_BODY) {
        answer.transferTo(client.getOutputStream());
        return;
      }
      byte[] answerHead = head(answer);
      byte[] body = answer.readAllBytes();
      if (fault == Fault.HALF_BODY) {
        client.getOutputStream().write(answerHead);
        client.getOutputStream().write(body, 0, body.length / 2);
      }
    }
  }

  private static void pump(InputStream from, OutputStream to, boolean altered) {
    try {
      if (altered) {
        byte[] begin = from.readNBytes(ALTERED_AT);
        begin[ALTERED_AT - 1] ^= 1;
        to.write(begin);
      }
      from.transferTo(to);
    } catch (IOException e) {
      // The answer is there, and the other direction went with it.
      assert e != null;
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
