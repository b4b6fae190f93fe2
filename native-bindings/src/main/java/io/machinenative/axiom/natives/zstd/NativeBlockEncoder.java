package io.machinenative.axiom.natives.zstd;

import java.lang.foreign.MemorySegment;

/**
 * Compresses blocks with libzstd. Where the level or the dictionary says it all, the older calls
 * that take just these are used: at 64 bytes they are quicker than {@code ZSTD_compress2}, which
 * goes through the streaming code.
 */
final class NativeBlockEncoder implements BlockEncoder {
  private final long context;
  private final int level;
  private final boolean plain;
  private final ZstdDictionary dictionary;
  private final long digested;

  /**
   * Opens a context.
   *
   * @param dictionary retained until closed; null for none
   */
  NativeBlockEncoder(ZstdSettings settings, ZstdDictionary dictionary) {
    this.dictionary = dictionary;
    level = settings.level();
    plain = settings.isPlain();
    digested = dictionary == null ? 0 : dictionary.retain().compressing();
    context = NativeContexts.newCompressor(plain ? null : settings, dictionary);
  }

  @Override
  public long encode(
      MemorySegment destination, long capacity, MemorySegment source, long sourceBytes) {
    if (!plain) {
      return ZstdNative.compressAsSet(context, destination, capacity, source, sourceBytes);
    }
    return digested == 0
        ? ZstdNative.compressAtLevel(context, destination, capacity, source, sourceBytes, level)
        : ZstdNative.compressWithDictionary(
            context, destination, capacity, source, sourceBytes, digested);
  }

  @Override
  public void close() {
    ZstdNative.freeCompressor(context);
    if (dictionary != null) {
      dictionary.release();
    }
  }
}
