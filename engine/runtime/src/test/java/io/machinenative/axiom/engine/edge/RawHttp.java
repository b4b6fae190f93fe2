package io.machinenative.axiom.engine.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A connection that sends what it is told, byte for byte, and reads one answer after the other. */
final class RawHttp implements AutoCloseable {
  private static final int TIMEOUT_MS = 20_000;

  /** An answer: its status, its fields with names in lower case, and its body. */
  record Answer(int status, Map<String, String> fields, String body) {}

  private final Socket socket;
  private final InputStream in;

  RawHttp(String address) {
    this(address, 0);
  }

  /**
   * @param receiveBytes that the system takes before somebody reads, about; 0: as it likes
   */
  RawHttp(String address, int receiveBytes) {
    URI uri = URI.create(address);
    try {
      socket = new Socket();
      if (receiveBytes > 0) {
        socket.setReceiveBufferSize(receiveBytes);
      }
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
      socket.setSoTimeout(TIMEOUT_MS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawHttp send(String text) {
    return send(text.getBytes(UTF_8));
  }

  RawHttp send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A POST with fields, each of which ends in a line break. */
  RawHttp post(String path, String fields, byte[] body) {
    send(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + fields
            + "Content-Length: "
            + body.length
            + "\r\n\r\n");
    return send(body);
  }

  RawHttp post(String path, String fields, String body) {
    return post(path, fields, body.getBytes(UTF_8));
  }

  RawHttp get(String path, String fields) {
    return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
  }

  /** Reads a head and, when its length is told, its body; of a stream only the head. */
  Answer read() {
    String line = line();
    if (line == null) {
      throw new IllegalStateException("expected an answer, the connection is over");
    }
    int status = Integer.parseInt(line.split(" ")[1]);
    Map<String, String> fields = new TreeMap<>();
    for (String field = line(); !field.isEmpty(); field = line()) {
      int colon = field.indexOf(':');
      fields.put(
          field.substring(0, colon).toLowerCase(Locale.ROOT), field.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
    try {
      return new Answer(status, fields, new String(in.readNBytes(length), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data of the next event of a stream; null at its end. */
  String event() {
    String data = null;
    while (true) {
      String line = line(); // of a chunk's size, of an event, or between
      if (line == null || line.equals("0")) {
        return null;
      }
      if (line.startsWith("data: ")) {
        data = line.substring("data: ".length());
      } else if (line.isEmpty() && data != null) {
        line(); // ends the chunk
        return data;
      }
    }
  }

  /** Reads on until a line comes that is so; fails at the end. */
  void awaitLine(String expected) {
    String line = line();
    while (!expected.equals(line)) {
      if (line == null) {
        throw new AssertionError("expected the line " + expected + ", got the end");
      }
      line = line();
    }
  }

  /** The next line without its end, or null. */
  private String line() {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        if (octet == '\n') {
          return line.toString(ISO_8859_1).replace("\r", "");
        }
        line.write(octet);
      }
      return line.size() == 0 ? null : line.toString(ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So many bytes, whatever they are. */
  byte[] bytes(int count) {
    try {
      return in.readNBytes(count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the other side ends the connection after whatever it still says. */
  boolean isEndedAfterAll() {
    try {
      while (in.read() >= 0) {
        // whatever comes
      }
      return true;
    } catch (java.net.SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true; // reset: it is over as well
    }
  }

  /** Whether the other side ends the connection, sooner or later. */
  boolean isEnded() {
    try {
      return in.read() < 0;
    } catch (java.net.SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true; // reset: it is over as well
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
