package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.ForgedStreamException;
import io.machinenative.axiom.natives.aes.StreamKey;
import io.machinenative.axiom.plugins.files.ByteChannels;
import io.machinenative.axiom.plugins.files.ChunkPipeline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Opens containers. A chunk is written when its tag is right, and not before; that a container was
 * cut shows at its end: who must not act on a part keeps the output to himself until this returns.
 * One thread's.
 */
public final class ContainerOpener {
  /** How much of a beginning tells a container. */
  public static final int MAGIC_BYTES = 8;

  private final Lanes lanes;

  /**
   * @param lanes the caller's
   */
  public ContainerOpener(Lanes lanes) {
    this.lanes = lanes;
  }

  /**
   * What was opened.
   *
   * @param keyId of the key that wrapped the data key, in hexadecimal digits
   */
  public record Opened(String keyId, long plaintextBytes, long containerBytes) {}

  /**
   * Whether something that begins so is meant to be a container.
   *
   * @param start at least {@value #MAGIC_BYTES} bytes
   */
  public static boolean isContainer(byte[] start) {
    return ContainerHeader.isMagic(start);
  }

  /**
   * Opens a whole container.
   *
   * @param aad as it was sealed with
   * @throws ForgedStreamException when it is not what was sealed with this key
   * @throws KeyUnavailableException when its key is not at hand
   */
  public Opened open(
      KeyAccess keys,
      byte[] aad,
      ReadableByteChannel in,
      WritableByteChannel out,
      ChunkPipeline.Progress progress)
      throws IOException {
    ContainerHeader header = ContainerHeader.read(in);
    try (AesKey dataKey = DataKey.unwrap(header, keys.forOpening(header).key())) {
      ByteBuffer start = ByteBuffer.allocate(StreamKey.HEADER_BYTES);
      if (ByteChannels.read(in, start) < StreamKey.HEADER_BYTES) {
        throw new ForgedStreamException("the container ends before its content");
      }
      byte[] bound = ContainerSealer.bound(header, aad);
      long[] readBytes = {0};
      try (StreamKey stream = StreamKey.of(dataKey, bound, start.array())) {
        long written =
            lanes
                .of(header.chunkBytes())
                .run(
                    new SegmentJob(stream, header.chunkBytes(), false),
                    in,
                    out,
                    (read, wrote) -> {
                      readBytes[0] = read;
                      progress.at(read, wrote);
                    });
        return new Opened(
            KeyIds.text(header.keyId()),
            written,
            readBytes[0] + header.bytes() + StreamKey.HEADER_BYTES);
      }
    }
  }
}
