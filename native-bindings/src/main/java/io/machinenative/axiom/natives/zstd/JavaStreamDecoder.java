package io.machinenative.axiom.natives.zstd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.airlift.compress.v3.zstd.ZstdIncrementalFrameDecompressor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Decompresses a stream in pure Java. The decoder says how many bytes it needs next, and gets
 * exactly these: it then stops at the end of a frame.
 */
final class JavaStreamDecoder implements StreamDecoder {
  private static final int OUTPUT_BYTES = 64 << 10;

  /** The largest block that a header can announce, 2^21 - 1; a raw one may be that long. */
  private static final int INPUT_BYTES = 1 << 21;

  private static final int MAGIC_BYTES = 4;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment input = arena.allocate(INPUT_BYTES, Long.BYTES);
  private final byte[] output = new byte[OUTPUT_BYTES];
  private ZstdIncrementalFrameDecompressor decoder = new ZstdIncrementalFrameDecompressor();
  private boolean inFrame;
  private int inputBytes;
  private int neededBytes = MAGIC_BYTES;
  private int outputHead;
  private int outputBytes;
  private boolean moreOutput;
  private long consumedBytes;
  private long producedBytes;

  @Override
  public long decode(
      MemorySegment source,
      long sourceOffset,
      long sourceBytes,
      MemorySegment destination,
      long destinationOffset,
      long capacity) {
    consumedBytes = 0;
    producedBytes = 0;
    while (true) {
      drain(destination, destinationOffset, capacity);
      if (outputHead < outputBytes) {
        return 1;
      }
      if (!moreOutput && inFrame && decoder.isAtStoppingPoint()) {
        inFrame = false;
        neededBytes = MAGIC_BYTES;
        return 0;
      }
      if (!moreOutput && !fill(source, sourceOffset, sourceBytes)) {
        return 1;
      }
      step();
    }
  }

  private void step() {
    try {
      long from = input.address();
      decoder.partialDecompress(null, from, from + inputBytes, output, 0, OUTPUT_BYTES);
    } catch (RuntimeException e) {
      throw JavaErrors.decompressing(e);
    }
    inFrame = true;
    int used = decoder.getInputConsumed();
    MemorySegment.copy(input, used, input, 0, inputBytes - used);
    inputBytes -= used;
    outputHead = 0;
    outputBytes = decoder.getOutputBufferUsed();
    moreOutput = decoder.getRequestedOutputSize() > 0;
    neededBytes = decoder.getInputRequired();
  }

  /** Whether there is what the decoder needs next. */
  private boolean fill(MemorySegment source, long offset, long sourceBytes) {
    int bytes = (int) Math.min(neededBytes - inputBytes, sourceBytes - consumedBytes);
    if (bytes > 0) {
      MemorySegment.copy(source, offset + consumedBytes, input, inputBytes, bytes);
      inputBytes += bytes;
      consumedBytes += bytes;
    }
    return inputBytes >= neededBytes;
  }

  @Override
  public long consumedBytes() {
    return consumedBytes;
  }

  @Override
  public long producedBytes() {
    return producedBytes;
  }

  private void drain(MemorySegment destination, long offset, long capacity) {
    int bytes = (int) Math.min(outputBytes - outputHead, capacity - producedBytes);
    MemorySegment.copy(output, outputHead, destination, JAVA_BYTE, offset + producedBytes, bytes);
    outputHead += bytes;
    producedBytes += bytes;
  }

  @Override
  public void reset() {
    decoder = new ZstdIncrementalFrameDecompressor();
    inFrame = false;
    inputBytes = 0;
    neededBytes = MAGIC_BYTES;
    outputHead = 0;
    outputBytes = 0;
    moreOutput = false;
  }

  @Override
  public void close() {
    arena.close();
  }
}
