package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.api.Bytes;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Reads the bytes of a call where they lie. One thread's. */
final class PayloadChannel implements ReadableByteChannel {
  private final Bytes bytes;
  private int position;
  private boolean open = true;

  private PayloadChannel(Bytes bytes) {
    this.bytes = bytes;
  }

  static ReadableByteChannel of(Bytes bytes) {
    return new PayloadChannel(bytes);
  }

  @Override
  public int read(ByteBuffer to) {
    int left = bytes.length() - position;
    if (left == 0) {
      return -1;
    }
    int count = Math.min(left, to.remaining());
    bytes.buffer().getBytes(bytes.offset() + position, to, count);
    position += count;
    return count;
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
