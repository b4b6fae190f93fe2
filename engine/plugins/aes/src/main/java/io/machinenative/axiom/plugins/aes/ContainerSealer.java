package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.StreamKey;
import io.machinenative.axiom.plugins.files.ByteChannels;
import io.machinenative.axiom.plugins.files.ChunkPipeline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Seals streams into containers, each with a data key of its own. Keeps nothing between them but
 * memory; one thread's.
 */
public final class ContainerSealer {
  /** 1 MiB, Tink's template. */
  public static final int DEFAULT_CHUNK_LOG = 20;

  private final Lanes lanes;
  private final SecureRandom random;

  /**
   * @param lanes the caller's
   * @param random for data keys, ids and salts
   */
  public ContainerSealer(Lanes lanes, SecureRandom random) {
    this.lanes = lanes;
    this.random = random;
  }

  /**
   * What was sealed.
   *
   * @param keyId of the key that wraps the data key, in hexadecimal digits
   */
  public record Sealed(String keyId, long plaintextBytes, long containerBytes) {}

  /**
   * The chunk length for so many bytes: the usual one, or as little as holds them all, so that
   * small payloads take little memory.
   *
   * @param plaintextBytes below 0 when not known
   */
  public static int chunkLogFor(long plaintextBytes) {
    long one = plaintextBytes + StreamKey.HEADER_BYTES + AesGcm.TAG_BYTES;
    if (plaintextBytes < 0 || one > 1L << DEFAULT_CHUNK_LOG) {
      return DEFAULT_CHUNK_LOG;
    }
    int log = Long.SIZE - Long.numberOfLeadingZeros(one - 1);
    return Math.max(ContainerHeader.MIN_CHUNK_LOG, log);
  }

  /**
   * Seals everything that comes. The output is a whole container only when this returns.
   *
   * @param aad authenticated with the content, and needed to open it; may be empty
   * @param chunkLog length of a chunk as a power of two, 12 to 24
   */
  public Sealed seal(
      KeyAccess keys,
      byte[] aad,
      int chunkLog,
      ReadableByteChannel in,
      WritableByteChannel out,
      ChunkPipeline.Progress progress)
      throws IOException {
    WrappingKey wrapping = keys.forSealing();
    try (AesKey dataKey = AesKey.random(random)) {
      ContainerHeader header =
          DataKey.wrap(ContainerHeader.create(chunkLog, wrapping, random), wrapping.key(), dataKey);
      long[] readBytes = {0};
      try (StreamKey stream = StreamKey.create(dataKey, bound(header, aad), random)) {
        ByteChannels.write(out, ByteBuffer.wrap(header.encode()));
        ByteChannels.write(out, ByteBuffer.wrap(stream.header()));
        long written =
            lanes
                .of(header.chunkBytes())
                .run(
                    new SegmentJob(stream, header.chunkBytes(), true),
                    in,
                    out,
                    (read, wrote) -> {
                      readBytes[0] = read;
                      progress.at(read, wrote);
                    });
        keys.sealed(wrapping, readBytes[0]);
        return new Sealed(
            KeyIds.text(wrapping.keyId()),
            readBytes[0],
            written + header.bytes() + StreamKey.HEADER_BYTES);
      }
    }
  }

  /** What chunks authenticate: the part of the header that never changes, and the caller's. */
  static byte[] bound(ContainerHeader header, byte[] aad) {
    byte[] binding = header.binding();
    byte[] both = Arrays.copyOf(binding, binding.length + aad.length);
    System.arraycopy(aad, 0, both, binding.length, aad.length);
    return both;
  }
}
