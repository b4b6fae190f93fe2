package io.machinenative.axiom.engine.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** HTTP/2 with prior knowledge, frame by frame, as no client library would send it. */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RESET = 3;
  static final int WINDOW_UPDATE = 8;
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int ACK = 1;
  private static final int HEAD_BYTES = 9;

  /** What came; its payload as characters of one byte each. */
  record Frame(int type, boolean endsStream, int stream, String payload) {}

  private final RawHttp socket;

  /**
   * @param socket that has sent nothing yet; closed with this
   */
  RawHttp2(RawHttp socket) {
    this.socket = socket.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    write(SETTINGS, 0, 0, new byte[0]);
  }

  /**
   * Begins a POST on a stream.
   *
   * @param fields names and values in turn
   */
  RawHttp2 post(int stream, String path, String... fields) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    field(block, ":method", "POST");
    field(block, ":scheme", "http");
    field(block, ":path", path);
    field(block, ":authority", "localhost");
    field(block, "content-type", "application/json");
    for (int i = 0; i < fields.length; i += 2) {
      field(block, fields[i], fields[i + 1]);
    }
    return write(HEADERS, END_HEADERS, stream, block.toByteArray());
  }

  /** A literal field, not indexed (RFC 7541, 6.2.2). */
  private static void field(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    for (String part : new String[] {name, value}) {
      byte[] bytes = part.getBytes(ISO_8859_1);
      if (bytes.length >= 127) {
        throw new IllegalArgumentException("expected less than 127 bytes, got " + part);
      }
      block.write(bytes.length);
      block.writeBytes(bytes);
    }
  }

  RawHttp2 data(int stream, String text, boolean last) {
    return write(DATA, last ? END_STREAM : 0, stream, text.getBytes(ISO_8859_1));
  }

  /** Takes a stream back: CANCEL (RFC 9113, 7). */
  RawHttp2 reset(int stream) {
    return write(RESET, 0, stream, new byte[] {0, 0, 0, 8});
  }

  private RawHttp2 write(int type, int flags, int stream, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(HEAD_BYTES + payload.length);
    frame.putInt(payload.length << Byte.SIZE | type).put((byte) flags).putInt(stream).put(payload);
    socket.send(frame.array());
    return this;
  }

  /** The next frame, after those of settings, which are acknowledged. */
  Frame read() {
    while (true) {
      ByteBuffer head = ByteBuffer.wrap(socket.bytes(HEAD_BYTES));
      int lengthAndType = head.getInt();
      int type = lengthAndType & 0xFF;
      int flags = head.get();
      int stream = head.getInt();
      String payload = new String(socket.bytes(lengthAndType >>> Byte.SIZE), ISO_8859_1);
      if (type != SETTINGS) {
        boolean ends = (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        return new Frame(type, ends, stream, payload);
      }
      if ((flags & ACK) == 0) {
        write(SETTINGS, ACK, 0, new byte[0]);
      }
    }
  }

  /** The next frame of a kind. */
  Frame read(int type) {
    Frame frame = read();
    while (frame.type() != type) {
      frame = read();
    }
    return frame;
  }

  @Override
  public void close() {
    socket.close();
  }
}
