package io.machinenative.axiom.natives.zstd;

/** libzstd, whichever was linked. */
final class NativeBackend implements Backend {
  @Override
  public BlockEncoder newBlockEncoder(ZstdSettings settings, ZstdDictionary dictionary) {
    return new NativeBlockEncoder(settings, dictionary);
  }

  @Override
  public BlockDecoder newBlockDecoder(ZstdDictionary dictionary) {
    return new NativeBlockDecoder(dictionary);
  }

  @Override
  public long maxBlockWindowBytes() {
    return Long.MAX_VALUE;
  }

  @Override
  public void requireDictionaries() {}
}
