package io.machinenative.axiom.natives.zstd;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** Compresses a stream with libzstd: {@code ZSTD_compressStream2}. */
final class NativeStreamEncoder implements StreamEncoder {
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
  NativeStreamEncoder(ZstdSettings settings, ZstdDictionary dictionary) {
    this.dictionary = dictionary;
    context = NativeContexts.newCompressor(settings, dictionary);
  }

  @Override
  public long encode(MemorySegment source, MemorySegment destination, ZstdDirective directive) {
    buffers.input(source, 0, source.byteSize());
    buffers.output(destination, 0, destination.byteSize());
    long left =
        ZstdNative.compressStream(context, buffers.output(), buffers.input(), directive.code());
    Reference.reachabilityFence(source);
    Reference.reachabilityFence(destination);
    return left;
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
  public long pledge(long bytes) {
    return ZstdNative.pledgeSourceBytes(context, bytes);
  }

  @Override
  public void reset() {
    ZstdError.require(ZstdNative.resetCompressor(context, RESET_SESSION), "a reset");
  }

  @Override
  public void close() {
    NativeContexts.closeCompressor(context, dictionary);
    buffers.close();
  }
}
