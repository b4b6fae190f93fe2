package io.machinenative.axiom.plugins.backup.stream;

import static io.machinenative.axiom.plugins.backup.stream.StreamFormat.DIGEST_BYTES;
import static io.machinenative.axiom.plugins.backup.stream.StreamFormat.PAYLOAD_MAX_BYTES;

import io.machinenative.axiom.plugins.backup.format.DamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Reads what a {@link BlockWriter} wrote. A block is proven before a byte of it is given out: what
 * was altered, left out, put in or put elsewhere since it was written is a {@link DamagedException}
 * with the place. One thread's; its one buffer is a block. The channel is the caller's.
 */
final class BlockReader {
  private static final int VARINT_MAX_SHIFT = 63;

  private final ReadableByteChannel in;
  private final MessageDigest digest = StreamFormat.digest();
  private final byte[] block = new byte[Integer.BYTES + PAYLOAD_MAX_BYTES + DIGEST_BYTES];
  private final ByteBuffer buffer = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
  private byte[] before = StreamFormat.HEADER;
  private long streamBytes;
  private long blocks;
  private int at;
  private int end;
  private boolean last;

  BlockReader(ReadableByteChannel in) throws IOException {
    this.in = in;
    int headerBytes = StreamFormat.HEADER.length;
    fill(0, headerBytes);
    if (!Arrays.equals(block, 0, headerBytes, StreamFormat.HEADER, 0, headerBytes)) {
      throw new DamagedException(
          "expected a snapshot stream of version 1, actual something else: its first bytes differ");
    }
  }

  /** How much was read. */
  long streamBytes() {
    return streamBytes;
  }

  int u8() throws IOException {
    require();
    return block[at++] & 0xFF;
  }

  long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift <= VARINT_MAX_SHIFT; shift += 7) {
      int next = u8();
      value |= (next & 0x7FL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw damaged("expected a number of at most 10 bytes, actual longer");
  }

  long signed() throws IOException {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** Bytes behind their count, which may lie in two blocks. */
  byte[] counted() throws IOException {
    long bytes = varint();
    if (bytes < 0 || bytes > StreamFormat.TEXT_MAX_BYTES) {
      throw damaged(
          "expected a text of at most " + StreamFormat.TEXT_MAX_BYTES + " bytes, actual " + bytes);
    }
    byte[] text = new byte[(int) bytes];
    for (int done = 0; done < text.length; ) {
      ByteBuffer part = next(text.length - done);
      int step = part.remaining();
      part.get(text, done, step);
      done += step;
    }
    return text;
  }

  /**
   * The next bytes.
   *
   * @param most 1 or more
   * @return 1 or more, and at most so many; until the next call
   */
  ByteBuffer next(long most) throws IOException {
    require();
    int bytes = (int) Math.min(most, end - at);
    at += bytes;
    return ByteBuffer.wrap(block, at - bytes, bytes);
  }

  /** Sees to it that nothing follows, in the last block or behind it. */
  void requireEnd() throws IOException {
    if (at < end || !last) {
      throw damaged("expected the end of the stream, actual more");
    }
    ByteBuffer one = ByteBuffer.allocate(1);
    int bytes = 0;
    while (bytes == 0) {
      bytes = in.read(one);
    }
    if (bytes > 0) {
      throw damaged("expected the end of the stream, actual more bytes behind its last block");
    }
  }

  DamagedException damaged(String message) {
    return new DamagedException("block " + blocks + " of the stream: " + message);
  }

  private void require() throws IOException {
    while (at == end) {
      if (last) {
        throw damaged("expected more, actual the end of the stream");
      }
      readBlock();
    }
  }

  private void readBlock() throws IOException {
    blocks++;
    fill(0, Integer.BYTES);
    int field = buffer.getInt(0);
    int bytes = field & ~StreamFormat.LAST;
    if (bytes > PAYLOAD_MAX_BYTES) {
      throw damaged("expected at most " + PAYLOAD_MAX_BYTES + " bytes, actual " + bytes);
    }
    int sealedBytes = Integer.BYTES + bytes;
    fill(Integer.BYTES, bytes + DIGEST_BYTES);
    digest.update(before);
    digest.update(block, 0, sealedBytes);
    byte[] actual = digest.digest();
    byte[] expected = Arrays.copyOfRange(block, sealedBytes, sealedBytes + DIGEST_BYTES);
    if (!MessageDigest.isEqual(expected, actual)) {
      throw damaged(
          "expected what was written, actual other bytes, before byte "
              + streamBytes
              + " of the stream");
    }
    before = expected;
    last = field < 0;
    at = Integer.BYTES;
    end = sealedBytes;
  }

  private void fill(int offset, int bytes) throws IOException {
    ByteBuffer part = ByteBuffer.wrap(block, offset, bytes);
    while (part.hasRemaining()) {
      int step = in.read(part);
      if (step < 0) {
        throw damaged("expected more, actual the end after " + streamBytes + " bytes: cut off");
      }
      streamBytes += step;
    }
  }
}
