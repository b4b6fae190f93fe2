package io.machinenative.axiom.plugins.s3;

import io.machinenative.axiom.plugins.files.ByteChannels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Parts of a stream in order, and the digest of all that came. One thread's. */
final class PartSource {
  private final ReadableByteChannel in;
  private final MessageDigest digest;
  private long bytes;

  /**
   * @param in borrowed
   */
  PartSource(ReadableByteChannel in) {
    this.in = in;
    digest = digest("SHA-256");
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has " + algorithm, e);
    }
  }

  /**
   * Fills a buffer and flips it.
   *
   * @return whether it is full: if not, the stream is at its end
   */
  boolean fill(ByteBuffer part) throws IOException {
    int read = ByteChannels.read(in, part);
    part.flip();
    digest.update(part.duplicate());
    bytes += read;
    return part.limit() == part.capacity();
  }

  long bytes() {
    return bytes;
  }

  /** SHA-256 of all; once, at the end. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
