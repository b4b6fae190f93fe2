package io.machinenative.axiom.benchmarks.zstd;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import io.airlift.compress.v3.zstd.ZstdNativeCompressor;
import io.airlift.compress.v3.zstd.ZstdNativeDecompressor;
import java.util.function.Function;

/** Who is measured. */
public enum ZstdPeer {
  AXIOM("axiom", AxiomZstd::new),
  JNI_ARRAY("zstd-jni byte[]", JniArrayZstd::new),
  JNI_DIRECT("zstd-jni direct", JniDirectZstd::new),
  AIR_NATIVE(
      "aircompressor native",
      blocks ->
          new AircompressorZstd(
              blocks, new ZstdNativeCompressor(blocks.level()), new ZstdNativeDecompressor())),
  AIR_JAVA(
      "aircompressor java",
      blocks ->
          new AircompressorZstd(blocks, new ZstdJavaCompressor(), new ZstdJavaDecompressor()));

  private final String label;
  private final Function<Blocks, ZstdSubject> opening;

  ZstdPeer(String label, Function<Blocks, ZstdSubject> opening) {
    this.label = label;
    this.opening = opening;
  }

  /** For tables. */
  public String label() {
    return label;
  }

  /** Whether it can use dictionaries. */
  public boolean knowsDictionaries() {
    return this == AXIOM || this == JNI_ARRAY || this == JNI_DIRECT;
  }

  /** Opens it; the caller closes it. */
  public ZstdSubject open(Blocks blocks) {
    return opening.apply(blocks);
  }
}
