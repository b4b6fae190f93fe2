package io.machinenative.axiom.codec.sample;

import io.machinenative.axiom.codec.FragmentDecoder;
import io.machinenative.axiom.codec.FragmentEncoder;
import io.machinenative.axiom.codec.FramingHeader;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.WireLimits;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import org.agrona.concurrent.UnsafeBuffer;

/** Messages on a blocking socket, in frames and Fragments. One thread. Allocates. */
final class WireStream {
  private final DataInputStream input;
  private final OutputStream output;
  private final int maxFrameBytes;
  private long nextMessageId;
  private byte[] unfinished;
  private int received;

  /**
   * @param maxFrameBytes longer messages are sent as Fragments
   */
  WireStream(Socket socket, int maxFrameBytes) throws IOException {
    this.input = new DataInputStream(socket.getInputStream());
    this.output = new BufferedOutputStream(socket.getOutputStream());
    this.maxFrameBytes = maxFrameBytes;
  }

  /** The next whole message. */
  UnsafeBuffer read() throws IOException {
    while (true) {
      UnsafeBuffer frame = readFrame();
      MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(frame, 0);
      if (header.templateId() != FragmentDecoder.TEMPLATE_ID) {
        return frame;
      }
      UnsafeBuffer whole = onFragment(frame, header);
      if (whole != null) {
        return whole;
      }
    }
  }

  private UnsafeBuffer readFrame() throws IOException {
    byte[] framing = new byte[FramingHeader.ENCODED_LENGTH];
    input.readFully(framing);
    int length =
        FramingHeader.messageBytes(new UnsafeBuffer(framing), 0, WireLimits.MAX_FRAME_BYTES);
    if (length == FramingHeader.MALFORMED) {
      throw new IOException("the client sent a malformed framing header");
    }
    byte[] message = new byte[length];
    input.readFully(message);
    return new UnsafeBuffer(message);
  }

  private UnsafeBuffer onFragment(UnsafeBuffer frame, MessageHeaderDecoder header)
      throws IOException {
    FragmentDecoder fragment = new FragmentDecoder().wrapAndApplyHeader(frame, 0, header);
    if (fragment.pieceOffset() == 0) {
      unfinished = new byte[(int) fragment.totalBytes()];
      received = 0;
    }
    if (fragment.pieceOffset() != received || frame.capacity() > maxFrameBytes) {
      throw new IOException("the client sent a fragment out of place, or a frame too long");
    }
    received += fragment.getPiece(unfinished, received, unfinished.length - received);
    return received == unfinished.length ? new UnsafeBuffer(unfinished) : null;
  }

  /** Sends a message of so many bytes, header included, from the start of a buffer. */
  void write(UnsafeBuffer message, int length) throws IOException {
    if (length <= maxFrameBytes) {
      writeFrame(message, length);
      return;
    }
    nextMessageId++;
    int room = maxFrameBytes - WireLimits.FRAGMENT_OVERHEAD_BYTES;
    UnsafeBuffer frame = new UnsafeBuffer(new byte[maxFrameBytes]);
    for (int offset = 0; offset < length; offset += room) {
      int piece = Math.min(room, length - offset);
      new FragmentEncoder()
          .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
          .messageId(nextMessageId)
          .totalBytes(length)
          .pieceOffset(offset)
          .putPiece(message, offset, piece);
      writeFrame(frame, WireLimits.FRAGMENT_OVERHEAD_BYTES + piece);
    }
  }

  private void writeFrame(UnsafeBuffer message, int length) throws IOException {
    byte[] bytes = new byte[FramingHeader.ENCODED_LENGTH + length];
    FramingHeader.write(new UnsafeBuffer(bytes), 0, length);
    message.getBytes(0, bytes, FramingHeader.ENCODED_LENGTH, length);
    writeRaw(bytes);
  }

  /** Sends bytes as they are, framed or not. */
  void writeRaw(byte[] bytes) throws IOException {
    output.write(bytes);
    output.flush();
  }
}
