package io.machinenative.axiom.natives.zstd;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import java.lang.foreign.MemorySegment;

/**
 * Decompresses blocks in pure Java, frame by frame: aircompressor knows no skippable frames, and
 * does not compare what a frame declares with what it becomes.
 */
final class JavaBlockDecoder implements BlockDecoder {
  private final ZstdJavaDecompressor decompressor = new ZstdJavaDecompressor();
  private final FrameReader frame = new FrameReader();

  @Override
  public long decode(
      MemorySegment destination, long capacity, MemorySegment source, long sourceBytes) {
    long at = 0;
    long written = 0;
    while (at < sourceBytes) {
      int header = frame.read(source, at, sourceBytes);
      long frameBytes = frame.frameBytes(source, at, sourceBytes);
      assert header > 0 && frameBytes > 0 : "frames were admitted";
      if (!frame.isSkippable()) {
        long bytes =
            decodeFrame(
                source.asSlice(at, frameBytes),
                destination.asSlice(written, Math.min(capacity - written, Integer.MAX_VALUE)));
        if (bytes < 0) {
          return bytes;
        }
        written += bytes;
      }
      at += frameBytes;
    }
    return written;
  }

  private long decodeFrame(MemorySegment source, MemorySegment destination) {
    try {
      // Without room it would look at nothing, and be content.
      boolean room = destination.byteSize() > 0;
      MemorySegment output = room ? destination : MemorySegment.ofArray(new byte[1]);
      long bytes = decompressor.decompress(source, output);
      if (bytes > destination.byteSize()) {
        return ZstdError.DESTINATION_TOO_SMALL;
      }
      long declared = frame.contentBytes();
      return declared == FrameReader.UNKNOWN || declared == bytes
          ? bytes
          : ZstdError.CORRUPTION_DETECTED;
    } catch (MalformedInputException e) {
      throw JavaErrors.decompressing(e);
    }
  }

  @Override
  public void close() {}
}
