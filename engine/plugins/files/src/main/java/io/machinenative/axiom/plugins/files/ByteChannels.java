package io.machinenative.axiom.plugins.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Whole reads and writes on blocking channels. Stateless, any thread. */
public final class ByteChannels {
  private ByteChannels() {}

  /**
   * Reads until the buffer is full, or there are no more bytes.
   *
   * @return how many came, less than there was room for only at the end
   */
  public static int read(ReadableByteChannel from, ByteBuffer to) throws IOException {
    int start = to.position();
    int got = 0;
    while (to.hasRemaining() && got >= 0) {
      got = from.read(to);
    }
    return to.position() - start;
  }

  /** Writes all that the buffer has. */
  public static void write(WritableByteChannel to, ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      to.write(from);
    }
  }

  /** A channel that takes everything and keeps nothing: what verifying writes to. */
  public static WritableByteChannel nowhere() {
    return new Nowhere();
  }

  private static final class Nowhere implements WritableByteChannel {
    private boolean open = true;

    @Override
    public int write(ByteBuffer from) {
      int bytes = from.remaining();
      from.position(from.limit());
      return bytes;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
