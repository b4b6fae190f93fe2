package io.machinenative.axiom.natives.zstd;

import java.lang.foreign.MemorySegment;

/** Decompresses blocks with libzstd: {@code ZSTD_decompressDCtx} on a context that was set once. */
final class NativeBlockDecoder implements BlockDecoder {
  private final long context;
  private final ZstdDictionary dictionary;

  /**
   * Opens a context.
   *
   * @param dictionary retained until closed; null for none
   */
  NativeBlockDecoder(ZstdDictionary dictionary) {
    this.dictionary = dictionary;
    context = NativeContexts.newDecompressor(ZstdLimits.DEFAULT.maxWindowLog(), dictionary);
  }

  @Override
  public long decode(
      MemorySegment destination,
      long destinationOffset,
      long capacity,
      MemorySegment source,
      long sourceOffset,
      long sourceBytes) {
    return ZstdNative.decompress(
        context,
        destination.asSlice(destinationOffset, capacity),
        capacity,
        source.asSlice(sourceOffset, sourceBytes),
        sourceBytes);
  }

  @Override
  public void close() {
    NativeContexts.closeDecompressor(context, dictionary);
  }
}
