package io.machinenative.axiom.natives.zstd;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A filter from a channel to a channel: files, pipes, sockets in blocking mode. Takes two buffers
 * of 256 KiB for the length of a call, whatever the payload's size. Any thread; the stream belongs
 * to it.
 */
public final class ZstdChannels {
  /** Twice what zstd gathers for a block ({@code ZSTD_CStreamInSize}). */
  private static final int BUFFER_BYTES = 256 << 10;

  private ZstdChannels() {}

  /** Hears how far a filter is, after each buffer. */
  @FunctionalInterface
  public interface Progress {
    /** Both since the beginning. */
    void at(long readBytes, long writtenBytes);
  }

  /**
   * Compresses all that comes into one frame.
   *
   * @return the bytes written
   */
  public static long compress(
      ReadableByteChannel in, WritableByteChannel out, ZstdCompressStream stream, Progress progress)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      ByteBuffer input = arena.allocate(BUFFER_BYTES, Long.BYTES).asByteBuffer();
      MemorySegment output = arena.allocate(BUFFER_BYTES, Long.BYTES);
      long read = 0;
      long written = 0;
      boolean more = true;
      while (more) {
        more = fill(input, in);
        read += input.remaining();
        ZstdDirective directive = more ? ZstdDirective.CONTINUE : ZstdDirective.END;
        long left;
        do {
          left = stream.compress(MemorySegment.ofBuffer(input), output, directive);
          input.position(input.position() + (int) stream.consumedBytes());
          written += write(output, stream.producedBytes(), out);
        } while (more ? input.hasRemaining() : left > 0);
        progress.at(read, written);
      }
      return written;
    }
  }

  /**
   * Decompresses all that comes.
   *
   * @return the bytes written
   * @throws ZstdException as {@link ZstdDecompressStream#decompress} and {@link
   *     ZstdDecompressStream#end} do; what was written until then is as good as the frames' blocks
   */
  public static long decompress(
      ReadableByteChannel in,
      WritableByteChannel out,
      ZstdDecompressStream stream,
      Progress progress)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      ByteBuffer input = arena.allocate(BUFFER_BYTES, Long.BYTES).asByteBuffer();
      MemorySegment output = arena.allocate(BUFFER_BYTES, Long.BYTES);
      long read = 0;
      long written = 0;
      boolean more = true;
      while (more) {
        more = fill(input, in);
        read += input.remaining();
        do {
          stream.decompress(MemorySegment.ofBuffer(input), output);
          input.position(input.position() + (int) stream.consumedBytes());
          written += write(output, stream.producedBytes(), out);
        } while (input.hasRemaining() || stream.producedBytes() == output.byteSize());
        progress.at(read, written);
      }
      stream.end();
      return written;
    }
  }

  /** Whether there may be more; the buffer is ready to be read. */
  private static boolean fill(ByteBuffer buffer, ReadableByteChannel in) throws IOException {
    buffer.clear();
    int bytes = 0;
    while (buffer.hasRemaining() && bytes >= 0) {
      bytes = in.read(buffer);
    }
    buffer.flip();
    return bytes >= 0;
  }

  private static long write(MemorySegment output, long bytes, WritableByteChannel out)
      throws IOException {
    ByteBuffer buffer = output.asSlice(0, bytes).asByteBuffer();
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
    return bytes;
  }
}
