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
  public StreamEncoder newStreamEncoder(ZstdSettings settings, ZstdDictionary dictionary) {
    return new NativeStreamEncoder(settings, dictionary);
  }

  @Override
  public StreamDecoder newStreamDecoder(int maxWindowLog, ZstdDictionary dictionary) {
    return new NativeStreamDecoder(maxWindowLog, dictionary);
  }

  @Override
  public long maxWindowBytes() {
    return Long.MAX_VALUE;
  }

  @Override
  public void requireDictionaries() {}
}
