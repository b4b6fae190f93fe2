package io.machinenative.axiom.testkit.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/** A connection to the edge that sends bytes and reads answers. Owned by one thread. */
final class FuzzConnection implements AutoCloseable {
  private static final int TIMEOUT_MS = 20_000;

  /**
   * An answer in full; {@code last} when the server ends the connection with it, {@code session}
   * when it opens one.
   */
  record Answer(int status, byte[] body, boolean last, String session) {}

  private final Socket socket;
  private final InputStream in;

  FuzzConnection(String address) throws IOException {
    URI uri = URI.create(address);
    socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  Answer read() throws IOException {
    int status = Integer.parseInt(line().split(" ")[1]);
    int length = 0;
    boolean last = false;
    String session = "";
    for (String field = line(); !field.isEmpty(); field = line()) {
      String lower = field.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
      if (lower.startsWith("mcp-session-id:")) {
        session = field.substring("mcp-session-id:".length()).strip();
      }
      last |= lower.equals("connection: close");
    }
    return new Answer(status, in.readNBytes(length), last, session);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("the connection ended within an answer: " + line);
      }
      line.write(octet);
    }
    return line.toString(ISO_8859_1).strip();
  }

  /** Says that nothing follows, and reads until the server has ended the connection too. */
  void drain() throws IOException {
    try {
      socket.shutdownOutput();
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (java.net.SocketException _) {
      return; // reset: it is over as well
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
