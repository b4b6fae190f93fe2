package io.machinenative.axiom.natives.zstd;

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
      MemorySegment destination,
      long destinationOffset,
      long capacity,
      MemorySegment source,
      long sourceOffset,
      long sourceBytes) {
    long at = sourceOffset;
    long end = sourceOffset + sourceBytes;
    long written = 0;
    while (at < end) {
      int header = frame.read(source, at, end);
      long frameBytes = frame.frameBytes(source, at, end);
      if (header <= 0 || frameBytes <= 0) {
        // They were admitted: somebody writes to the source meanwhile.
        throw FrameAdmission.refusal(Math.min(header, frameBytes), at - sourceOffset, sourceBytes);
      }
      if (!frame.isSkippable()) {
        long bytes =
            decodeFrame(
                source.asSlice(at, frameBytes),
                destination.asSlice(
                    destinationOffset + written, Math.min(capacity - written, Integer.MAX_VALUE)));
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
    // Without room it would look at nothing, and be content.
    boolean room = destination.byteSize() > 0;
    MemorySegment output = room ? destination : MemorySegment.ofArray(new byte[1]);
    long declared = frame.contentBytes();
    long bytes;
    try {
      bytes = decompressor.decompress(source, output);
    } catch (RuntimeException e) {
      if (declared == FrameReader.UNKNOWN && JavaErrors.isNoRoom(e)) {
        return ZstdError.DESTINATION_TOO_SMALL;
      }
      throw JavaErrors.decompressing(e);
    }
    if (declared != FrameReader.UNKNOWN && declared != bytes) {
      throw new ZstdException(
          ZstdException.Kind.CORRUPT,
          "expected " + declared + " bytes, as declared, actual " + bytes);
    }
    return bytes > destination.byteSize() ? ZstdError.DESTINATION_TOO_SMALL : bytes;
  }

  @Override
  public void close() {}
}
