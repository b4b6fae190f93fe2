package io.machinenative.axiom.engine.registry.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/** Writes numbers and arrays of them. For one thread; borrows the channel. */
public final class ImageWriter {
  static final int WINDOW_BYTES = 1 << 20;

  private final WritableByteChannel channel;
  private final ByteBuffer window =
      ByteBuffer.allocateDirect(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  public ImageWriter(WritableByteChannel channel) {
    this.channel = channel;
  }

  public void number(int value) throws IOException {
    room(Integer.BYTES);
    window.putInt(value);
  }

  private void room(int bytes) throws IOException {
    if (window.remaining() < bytes) {
      flush();
    }
  }

  /** The first bytes of an array; how many, the reader knows. */
  public void bytes(byte[] values, int count) throws IOException {
    for (int at = 0; at < count; ) {
      room(1);
      int some = Math.min(count - at, window.remaining());
      window.put(values, at, some);
      at += some;
    }
  }

  public void chars(char[] values, int count) throws IOException {
    for (int at = 0; at < count; ) {
      room(Character.BYTES);
      int some = Math.min(count - at, window.remaining() / Character.BYTES);
      window.asCharBuffer().put(values, at, some);
      window.position(window.position() + some * Character.BYTES);
      at += some;
    }
  }

  public void ints(int[] values, int count) throws IOException {
    for (int at = 0; at < count; ) {
      room(Integer.BYTES);
      int some = Math.min(count - at, window.remaining() / Integer.BYTES);
      window.asIntBuffer().put(values, at, some);
      window.position(window.position() + some * Integer.BYTES);
      at += some;
    }
  }

  public void longs(long[] values, int count) throws IOException {
    for (int at = 0; at < count; ) {
      room(Long.BYTES);
      int some = Math.min(count - at, window.remaining() / Long.BYTES);
      window.asLongBuffer().put(values, at, some);
      window.position(window.position() + some * Long.BYTES);
      at += some;
    }
  }

  /** Hands the channel what it has not been given yet. */
  public void flush() throws IOException {
    window.flip();
    while (window.hasRemaining()) {
      channel.write(window);
    }
    window.clear();
  }
}
