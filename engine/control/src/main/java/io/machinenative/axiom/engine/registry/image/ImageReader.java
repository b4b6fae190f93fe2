package io.machinenative.axiom.engine.registry.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/** Reads what an {@link ImageWriter} wrote. For one thread; borrows the channel. */
public final class ImageReader {
  private final ReadableByteChannel channel;
  private final ByteBuffer window =
      ByteBuffer.allocateDirect(ImageWriter.WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN).flip();

  public ImageReader(ReadableByteChannel channel) {
    this.channel = channel;
  }

  public int number() throws IOException {
    need(Integer.BYTES);
    return window.getInt();
  }

  private void need(int bytes) throws IOException {
    if (window.remaining() < bytes) {
      window.compact();
      while (window.position() < bytes) {
        if (channel.read(window) < 0) {
          throw new EOFException("expected more numbers, got the end");
        }
      }
      window.flip();
    }
  }

  /** As many bytes, in an array with room for {@code capacity}. */
  public byte[] bytes(int count, int capacity) throws IOException {
    byte[] values = new byte[capacity];
    for (int at = 0; at < count; ) {
      need(1);
      int some = Math.min(count - at, window.remaining());
      window.get(values, at, some);
      at += some;
    }
    return values;
  }

  public char[] chars(int count, int capacity) throws IOException {
    char[] values = new char[capacity];
    for (int at = 0; at < count; ) {
      need(Character.BYTES);
      int some = Math.min(count - at, window.remaining() / Character.BYTES);
      window.asCharBuffer().get(values, at, some);
      window.position(window.position() + some * Character.BYTES);
      at += some;
    }
    return values;
  }

  public int[] ints(int count, int capacity) throws IOException {
    int[] values = new int[capacity];
    for (int at = 0; at < count; ) {
      need(Integer.BYTES);
      int some = Math.min(count - at, window.remaining() / Integer.BYTES);
      window.asIntBuffer().get(values, at, some);
      window.position(window.position() + some * Integer.BYTES);
      at += some;
    }
    return values;
  }

  public long[] longs(int count, int capacity) throws IOException {
    long[] values = new long[capacity];
    for (int at = 0; at < count; ) {
      need(Long.BYTES);
      int some = Math.min(count - at, window.remaining() / Long.BYTES);
      window.asLongBuffer().get(values, at, some);
      window.position(window.position() + some * Long.BYTES);
      at += some;
    }
    return values;
  }
}
