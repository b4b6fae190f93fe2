package io.machinenative.axiom.natives.zstd;

/** One way to do it all. */
sealed interface Backend permits NativeBackend, JavaBackend, NoBackend {
  /** Opens a compressor; the dictionary is null for none. */
  BlockEncoder newBlockEncoder(ZstdSettings settings, ZstdDictionary dictionary);

  /** Opens a decompressor; the dictionary is null for none. */
  BlockDecoder newBlockDecoder(ZstdDictionary dictionary);

  /** The largest window of a block that it reads, in bytes. */
  long maxBlockWindowBytes();

  /** Nothing when it knows dictionaries. */
  void requireDictionaries();
}
