package io.machinenative.axiom.plugins.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Passes bytes on and computes their SHA-256. One thread's; the channel behind it is borrowed. */
final class DigestingChannel implements WritableByteChannel {
  private final WritableByteChannel to;
  private final MessageDigest digest = PartSource.digest("SHA-256");

  DigestingChannel(WritableByteChannel to) {
    this.to = to;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    ByteBuffer view = bytes.duplicate();
    int written = to.write(bytes);
    digest.update(view.limit(view.position() + written));
    return written;
  }

  /** Of all that was written; once. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public boolean isOpen() {
    return to.isOpen();
  }

  @Override
  public void close() {
    // The channel behind it is another's.
  }
}
