package io.machinenative.axiom.natives.zstd;

/**
 * Refuses everything, and says why.
 *
 * @param reason why there is no zstd
 */
record NoBackend(String reason) implements Backend {
  @Override
  public BlockEncoder newBlockEncoder(ZstdSettings settings, ZstdDictionary dictionary) {
    throw refusal();
  }

  @Override
  public BlockDecoder newBlockDecoder(ZstdDictionary dictionary) {
    throw refusal();
  }

  @Override
  public StreamEncoder newStreamEncoder(ZstdSettings settings, ZstdDictionary dictionary) {
    throw refusal();
  }

  @Override
  public StreamDecoder newStreamDecoder(int maxWindowLog, ZstdDictionary dictionary) {
    throw refusal();
  }

  @Override
  public long maxWindowBytes() {
    throw refusal();
  }

  @Override
  public void requireDictionaries() {
    throw refusal();
  }

  private UnsupportedOperationException refusal() {
    return new UnsupportedOperationException("there is no zstd: " + reason);
  }
}
