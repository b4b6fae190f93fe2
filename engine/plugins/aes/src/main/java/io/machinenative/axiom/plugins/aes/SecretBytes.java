package io.machinenative.axiom.plugins.aes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/** A channel into an array that grows and is wiped, each time and in the end. One thread's. */
final class SecretBytes implements WritableByteChannel {
  private static final int FIRST_BYTES = 4096;

  private final int maxBytes;
  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;
  private boolean open = true;

  SecretBytes(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int more = from.remaining();
    if (more > maxBytes - length) {
      throw new IOException("expected at most " + maxBytes + " bytes, actual more");
    }
    if (length + more > bytes.length) {
      byte[] larger = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
      Arrays.fill(bytes, (byte) 0);
      bytes = larger;
    }
    from.get(bytes, length, more);
    length += more;
    return more;
  }

  /** A copy, which the caller wipes. */
  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    Arrays.fill(bytes, (byte) 0);
    length = 0;
  }
}
