package io.machinenative.axiom.plugins.backup.stream;

import static io.machinenative.axiom.plugins.backup.stream.StreamFormat.DIGEST_BYTES;
import static io.machinenative.axiom.plugins.backup.stream.StreamFormat.PAYLOAD_MAX_BYTES;

import io.machinenative.axiom.plugins.backup.format.ByteSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.security.DigestException;
import java.security.MessageDigest;

/**
 * Cuts bytes into blocks, each with a digest over all that came before. One thread's; its one
 * buffer is a block. The channel is the caller's.
 */
final class BlockWriter {
  private final WritableByteChannel out;
  private final MessageDigest digest = StreamFormat.digest();
  private final byte[] block = new byte[Integer.BYTES + PAYLOAD_MAX_BYTES + DIGEST_BYTES];
  private final ByteBuffer buffer = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
  private byte[] before = StreamFormat.HEADER;
  private int payloadBytes;

  /** Begins a stream. */
  BlockWriter(WritableByteChannel out) throws IOException {
    this.out = out;
    writeFully(ByteBuffer.wrap(StreamFormat.HEADER));
  }

  void write(ByteSink fields) throws IOException {
    write(fields.array(), 0, fields.length());
  }

  void write(byte[] source, int offset, int bytes) throws IOException {
    int from = offset;
    int left = bytes;
    while (left > 0) {
      if (payloadBytes == PAYLOAD_MAX_BYTES) {
        flush(0);
      }
      int step = Math.min(left, PAYLOAD_MAX_BYTES - payloadBytes);
      System.arraycopy(source, from, block, Integer.BYTES + payloadBytes, step);
      payloadBytes += step;
      from += step;
      left -= step;
    }
  }

  /** Ends the stream: what comes out of a reader is all of it. */
  void finish() throws IOException {
    flush(StreamFormat.LAST);
  }

  private void flush(int mark) throws IOException {
    buffer.clear().putInt(0, payloadBytes | mark);
    int sealedBytes = Integer.BYTES + payloadBytes;
    digest.update(before);
    digest.update(block, 0, sealedBytes);
    try {
      digest.digest(block, sealedBytes, DIGEST_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("expected room for a digest, actual none", e);
    }
    before = java.util.Arrays.copyOfRange(block, sealedBytes, sealedBytes + DIGEST_BYTES);
    writeFully(buffer.limit(sealedBytes + DIGEST_BYTES));
    payloadBytes = 0;
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
