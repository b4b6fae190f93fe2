package io.machinenative.axiom.engine;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.FragmentEncoder;
import io.machinenative.axiom.codec.FramingHeader;
import io.machinenative.axiom.codec.HelloEncoder;
import io.machinenative.axiom.codec.InvokeEncoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.codec.WireLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A TCP client that keeps to the protocol as far as a test wants. It reads nothing unless it is
 * asked to. Owned by one thread.
 */
final class RawSession implements AutoCloseable {
  private static final int PIECE_BYTES =
      WireLimits.MAX_FRAME_BYTES - WireLimits.FRAGMENT_OVERHEAD_BYTES;

  private static final int LIMIT_MS = (int) TimeUnit.NANOSECONDS.toMillis(Await.LIMIT_NS);

  private final Socket socket = new Socket();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final UnsafeBuffer frame =
      new UnsafeBuffer(new byte[FramingHeader.ENCODED_LENGTH + WireLimits.MAX_FRAME_BYTES]);
  private long messageId;

  /**
   * @param address {@code tcp://host:port}
   */
  RawSession(String address) {
    URI uri = URI.create(address);
    try {
      socket.setReceiveBufferSize(4096);
      socket.setSoTimeout(LIMIT_MS);
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), LIMIT_MS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends bytes as they are. */
  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  private void sendFrame(int length) throws IOException {
    FramingHeader.write(frame, 0, length);
    socket.getOutputStream().write(frame.byteArray(), 0, FramingHeader.ENCODED_LENGTH + length);
  }

  void hello() throws IOException {
    HelloEncoder hello = new HelloEncoder();
    hello.wrapAndApplyHeader(frame, FramingHeader.ENCODED_LENGTH, header);
    hello.capabilities().clear().fragments(true);
    hello
        .maxMessageBytes(0)
        .creditWindow(0)
        .heartbeatIntervalMs(WireLimits.MAX_HEARTBEAT_INTERVAL_MS)
        .responseStreamId(0)
        .minVersion(WireLimits.MIN_VERSION)
        .maxVersion(WireLimits.MAX_VERSION)
        .responseChannel("")
        .clientName("raw")
        .putCredentials(new byte[0], 0, 0);
    sendFrame(WireLimits.HEADER_BYTES + hello.encodedLength());
  }

  /** Calls {@code core.echo}, in Fragments if need be. */
  void echo(long correlationId, byte[] payload) throws IOException {
    UnsafeBuffer message =
        new UnsafeBuffer(new byte[WireLimits.INVOKE_OVERHEAD_BYTES + payload.length]);
    new InvokeEncoder()
        .wrapAndApplyHeader(message, 0, header)
        .correlationId(correlationId)
        .relativeDeadlineNs(InvokeEncoder.relativeDeadlineNsNullValue())
        .idempotencyKeyHigh(0)
        .idempotencyKeyLow(0)
        .traceIdHigh(0)
        .traceIdLow(0)
        .parentSpanId(0)
        .toolId(ToolId.of("core.echo") & 0xFFFF_FFFFL)
        .traceFlags((short) 0)
        .priority(Priority.NORMAL)
        .contentType(ContentType.BINARY)
        .reserved((short) 0)
        .putTraceState(new byte[0], 0, 0)
        .putPayload(payload, 0, payload.length);
    messageId++;
    for (int offset = 0; offset < message.capacity(); offset += PIECE_BYTES) {
      fragment(message, offset);
    }
  }

  private void fragment(UnsafeBuffer message, int offset) throws IOException {
    int piece = Math.min(PIECE_BYTES, message.capacity() - offset);
    FragmentEncoder fragment = new FragmentEncoder();
    fragment
        .wrapAndApplyHeader(frame, FramingHeader.ENCODED_LENGTH, header)
        .messageId(messageId)
        .totalBytes(message.capacity())
        .pieceOffset(offset)
        .putPiece(message, offset, piece);
    sendFrame(WireLimits.HEADER_BYTES + fragment.encodedLength());
  }

  /** Sends the first piece of a long message, and leaves it at that. */
  void beginMessage(long id, int totalBytes) throws IOException {
    messageId = id;
    fragment(new UnsafeBuffer(new byte[totalBytes]), 0);
  }

  /** Reads and drops what comes until the server ends the connection. */
  void awaitEnd() throws IOException {
    InputStream input = socket.getInputStream();
    byte[] dropped = new byte[4096];
    int read = 0;
    while (read >= 0) {
      read = input.read(dropped);
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
