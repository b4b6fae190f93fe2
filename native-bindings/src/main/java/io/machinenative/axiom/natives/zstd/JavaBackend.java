package io.machinenative.axiom.natives.zstd;

/**
 * The pure Java codec of aircompressor. Only this class and those it opens touch aircompressor, so
 * that all others load without it.
 *
 * @param reason why it is not libzstd
 */
record JavaBackend(String reason) implements Backend {
  /** {@code ZstdFrameDecompressor.MAX_WINDOW_SIZE}: 8 MiB. */
  private static final long MAX_WINDOW_BYTES = 8 << 20;

  private static final String CODEC = "io.airlift.compress.v3.zstd.ZstdJavaCompressor";

  /** Whether aircompressor is there. */
  static boolean isPresent() {
    return JavaBackend.class.getClassLoader().getResource(CODEC.replace('.', '/') + ".class")
        != null;
  }

  @Override
  public BlockEncoder newBlockEncoder(ZstdSettings settings, ZstdDictionary dictionary) {
    return new JavaBlockEncoder();
  }

  @Override
  public BlockDecoder newBlockDecoder(ZstdDictionary dictionary) {
    return new JavaBlockDecoder();
  }

  @Override
  public StreamEncoder newStreamEncoder(ZstdSettings settings, ZstdDictionary dictionary) {
    return new JavaStreamEncoder();
  }

  @Override
  public StreamDecoder newStreamDecoder(int maxWindowLog, ZstdDictionary dictionary) {
    return new JavaStreamDecoder();
  }

  @Override
  public long maxWindowBytes() {
    return MAX_WINDOW_BYTES;
  }

  @Override
  public void requireDictionaries() {
    throw new UnsupportedOperationException(
        "dictionaries need libzstd, and this JVM has the pure Java codec: " + reason);
  }
}
