package io.machinenative.axiom.natives.zstd;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Decompresses a stream with libzstd: {@code ZSTD_decompressStream}, which stops at frames' ends.
 */
final class NativeStreamDecoder implements StreamDecoder {
  /** {@code ZSTD_reset_session_only}. */
  private static final int RESET_SESSION = 1;

  private final StreamBuffers buffers = new StreamBuffers();
  private final long context;
  private final ZstdDictionary dictionary;

  /**
   * Opens a context.
   *
   * @param dictionary retained until closed; null for none
   */
  NativeStreamDecoder(int maxWindowLog, ZstdDictionary dictionary) {
    this.dictionary = dictionary;
    context = NativeContexts.newDecompressor(maxWindowLog, dictionary);
  }

  @Override
  public long decode(
      MemorySegment source,
      long sourceOffset,
      long sourceBytes,
      MemorySegment destination,
      long destinationOffset,
      long capacity) {
    buffers.input(source, sourceOffset, sourceBytes);
    buffers.output(destination, destinationOffset, capacity);
    long hint = ZstdNative.decompressStream(context, buffers.output(), buffers.input());
    Reference.reachabilityFence(source);
    Reference.reachabilityFence(destination);
    return hint;
  }

  @Override
  public long consumedBytes() {
    return buffers.consumedBytes();
  }

  @Override
  public long producedBytes() {
    return buffers.producedBytes();
  }

  @Override
  public void reset() {
    ZstdError.require(ZstdNative.resetDecompressor(context, RESET_SESSION), "a reset");
  }

  @Override
  public void close() {
    NativeContexts.closeDecompressor(context, dictionary);
    buffers.close();
  }
}
