package io.machinenative.axiom.engine.edge.websocket;

import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.edge.http.EdgeConnections;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.pipeline.FrameWriter;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import java.nio.ByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Gathers the messages of one connection, each as one frame of RFC 6455, and sends them together
 * when it is flushed.
 *
 * <pre>
 *  | FIN opcode | length 0..125                      | payload |
 *  | FIN opcode | 126 | length, 2 bytes, big endian  | payload |
 *  | FIN opcode | 127 | length, 8 bytes, big endian  | payload |
 * </pre>
 *
 * <p>Owned by the ingress thread. Takes a pooled buffer while something is gathered; allocates
 * nothing else.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5.2">RFC 6455, 5.2</a>
 */
final class SocketOutput implements FrameWriter {
  static final int TEXT = 0x81;
  static final int BINARY = 0x82;
  static final int CLOSE = 0x88;
  static final int PING = 0x89;
  static final int PONG = 0x8A;

  private static final int SHORT_MAX = 125;
  private static final int MEDIUM = 126;
  private static final int MEDIUM_MAX = 0xFFFF;
  private static final int LONG = 127;
  private static final int LONGEST_HEAD = 10;
  private static final int BATCH_BYTES = 4 * 1024;

  /** Of frames that wait for the client: claims beyond it are to be made again later. */
  private static final long MAX_PENDING_BYTES = 1 << 20;

  private final EdgeConnections all;
  private final SocketChannel channel;
  private final Runnable onGathered;
  private final UnsafeBuffer view = new UnsafeBuffer(new byte[0]);
  private ByteBuf batch;
  private int claimedBytes;
  private boolean open = true;

  /**
   * @param onGathered is run when something is gathered where nothing was
   */
  SocketOutput(EdgeConnections all, SocketChannel channel, Runnable onGathered) {
    this.all = all;
    this.channel = channel;
    this.onGathered = onGathered;
  }

  /** Gathers a message. */
  void send(int opcode, byte[] payload, int offset, int length) {
    if (open) {
      begin(opcode, length);
      batch.writeBytes(payload, offset, length);
    }
  }

  void send(int opcode, ByteSink payload) {
    send(opcode, payload.bytes(), 0, payload.length());
  }

  /** Writes the head of a frame, and has room for its payload. */
  private void begin(int opcode, int length) {
    if (batch != null && batch.writableBytes() < LONGEST_HEAD + length) {
      write();
    }
    if (batch == null) {
      batch = all.buffer(Math.max(BATCH_BYTES, LONGEST_HEAD + length));
      onGathered.run();
    }
    batch.writeByte(opcode);
    if (length <= SHORT_MAX) {
      batch.writeByte(length);
    } else if (length <= MEDIUM_MAX) {
      batch.writeByte(MEDIUM).writeShort(length);
    } else {
      batch.writeByte(LONG).writeLong(length);
    }
  }

  private void write() {
    channel.write(batch, channel.voidPromise());
    batch = null;
  }

  /** Hands what was gathered to the socket. */
  void flush() {
    assert claimedBytes == 0 : "a claim is open";
    if (batch != null) {
      write();
      channel.flush();
    }
  }

  /** Bytes that the socket has not taken. */
  long pendingBytes() {
    ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
    long written = outbound == null ? 0 : outbound.totalPendingWriteBytes();
    return batch == null ? written : written + batch.readableBytes();
  }

  /** Takes nothing more; what was gathered can still be flushed. */
  void stop() {
    open = false;
  }

  /** The channel is closed: what was gathered is dropped. */
  void release() {
    open = false;
    if (batch != null) {
      batch.release();
      batch = null;
    }
  }

  // ── frames of the wire protocol ────────────────────────────────────────────

  @Override
  public int claim(int length) {
    assert claimedBytes == 0 : "a claim is open already";
    if (!open) {
      return Outcome.CLOSED;
    }
    if (length > maxFrameBytes()) {
      return Outcome.TOO_LARGE;
    }
    if (pendingBytes() > MAX_PENDING_BYTES) {
      return Outcome.BACK_PRESSURED;
    }
    begin(BINARY, length);
    ByteBuffer memory = batch.internalNioBuffer(batch.writerIndex(), length);
    view.wrap(memory, memory.position(), length);
    claimedBytes = length;
    return Outcome.OK;
  }

  @Override
  public MutableDirectBuffer buffer() {
    return view;
  }

  @Override
  public int offset() {
    return 0;
  }

  @Override
  public void commit() {
    batch.writerIndex(batch.writerIndex() + claimedBytes);
    claimedBytes = 0;
  }

  @Override
  public void abort() {
    batch.writerIndex(batch.writerIndex() - headBytes(claimedBytes));
    claimedBytes = 0;
  }

  private static int headBytes(int length) {
    return length <= SHORT_MAX ? 2 : length <= MEDIUM_MAX ? 4 : LONGEST_HEAD;
  }

  @Override
  public int maxFrameBytes() {
    return WireLimits.MAX_FRAME_BYTES;
  }
}
