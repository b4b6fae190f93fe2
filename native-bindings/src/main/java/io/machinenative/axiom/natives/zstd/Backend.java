package io.machinenative.axiom.natives.zstd;

/** One way to do it all. */
sealed interface Backend permits NativeBackend, JavaBackend, NoBackend {
  /** Opens a compressor; the dictionary is null for none. */
  BlockEncoder newBlockEncoder(ZstdSettings settings, ZstdDictionary dictionary);

  /** Opens a decompressor; the dictionary is null for none. */
  BlockDecoder newBlockDecoder(ZstdDictionary dictionary);

  /** Opens a compressor of streams; the dictionary is null for none. */
  StreamEncoder newStreamEncoder(ZstdSettings settings, ZstdDictionary dictionary);

  /** Opens a decompressor of streams; the dictionary is null for none. */
  StreamDecoder newStreamDecoder(int maxWindowLog, ZstdDictionary dictionary);

  /** The largest window that it reads, in bytes. */
  long maxWindowBytes();

  /** Nothing when it knows dictionaries. */
  void requireDictionaries();
}
