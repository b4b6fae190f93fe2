package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.plugins.files.ByteChannels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.SecureRandom;

/**
 * Puts a container under another wrapping key: its data key is unwrapped and wrapped anew, its
 * content is copied as it is. Any thread.
 */
public final class ContainerRewrap {
  private final SecureRandom random;

  public ContainerRewrap(SecureRandom random) {
    this.random = random;
  }

  /**
   * What was done.
   *
   * @param oldKeyId of the former wrapping key, in hexadecimal digits
   * @param newKeyId of the one that wraps it now
   */
  public record Rewrapped(String oldKeyId, String newKeyId, long containerBytes) {}

  /**
   * Copies a container with a new envelope.
   *
   * @param in at its beginning
   * @param out empty
   * @throws io.machinenative.axiom.natives.aes.ForgedStreamException when the header is not
   *     genuine; of the content nothing is known
   */
  public Rewrapped run(KeyAccess from, KeyAccess to, FileChannel in, FileChannel out)
      throws IOException {
    ContainerHeader header = ContainerHeader.read(in);
    WrappingKey wrapping = to.forSealing();
    ContainerHeader rewrapped;
    try (AesKey dataKey = DataKey.unwrap(header, from.forOpening(header).key())) {
      rewrapped = DataKey.wrap(header.wrappedBy(wrapping, random), wrapping.key(), dataKey);
    }
    ByteChannels.write(out, ByteBuffer.wrap(rewrapped.encode()));
    long left = in.size() - in.position();
    long at = in.position();
    while (left > 0) {
      long copied = in.transferTo(at, left, out);
      if (copied <= 0) {
        throw new IOException("the container became shorter while it was copied");
      }
      at += copied;
      left -= copied;
    }
    in.position(at);
    to.sealed(wrapping, 0);
    return new Rewrapped(
        KeyIds.text(header.keyId()), KeyIds.text(wrapping.keyId()), out.position());
  }
}
