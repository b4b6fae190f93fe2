package io.machinenative.axiom.natives.zstd;

import java.lang.foreign.MemorySegment;

/** Decompresses blocks with libzstd. */
final class NativeBlockDecoder implements BlockDecoder {
  private final long context;
  private final ZstdDictionary dictionary;
  private final long digested;

  /**
   * Opens a context.
   *
   * @param dictionary retained until closed; null for none
   */
  NativeBlockDecoder(ZstdDictionary dictionary) {
    this.dictionary = dictionary;
    digested = dictionary == null ? 0 : dictionary.retain().decompressing();
    context = NativeContexts.newDecompressor(dictionary);
  }

  @Override
  public long decode(
      MemorySegment destination, long capacity, MemorySegment source, long sourceBytes) {
    return digested == 0
        ? ZstdNative.decompress(context, destination, capacity, source, sourceBytes)
        : ZstdNative.decompressWithDictionary(
            context, destination, capacity, source, sourceBytes, digested);
  }

  @Override
  public void close() {
    ZstdNative.freeDecompressor(context);
    if (dictionary != null) {
      dictionary.release();
    }
  }
}
