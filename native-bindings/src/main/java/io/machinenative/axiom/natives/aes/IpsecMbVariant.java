package io.machinenative.axiom.natives.aes;

import io.machinenative.axiom.natives.os.CpuFeatures;
import java.util.List;
import java.util.stream.Stream;

/**
 * The instruction sets for which IPsec-MB has AES-GCM, the slowest first.
 *
 * <p>What each needs is what the library itself asks for before it dispatches to it: {@code
 * IMB_CPUFLAGS_SSE}, {@code _AVX}, {@code _AVX2}, {@code _AVX512} and {@code _AVX512_T2} in {@code
 * lib/intel-ipsec-mb.h} of version 1.3, in the words of Linux.
 */
public enum IpsecMbVariant {
  SSE("sse", "sse4_2", "cmov", "aes", "pclmulqdq"),
  AVX_GEN2("avx_gen2", "sse4_2", "cmov", "aes", "pclmulqdq", "avx"),
  AVX_GEN4("avx_gen4", "sse4_2", "cmov", "aes", "pclmulqdq", "avx", "avx2", "bmi2"),
  AVX512(
      "avx512",
      "sse4_2",
      "cmov",
      "aes",
      "pclmulqdq",
      "avx",
      "avx2",
      "bmi2",
      "avx512f",
      "avx512dq",
      "avx512cd",
      "avx512bw",
      "avx512vl"),
  VAES_AVX512(
      "vaes_avx512",
      "sse4_2",
      "cmov",
      "aes",
      "pclmulqdq",
      "avx",
      "avx2",
      "bmi2",
      "avx512f",
      "avx512dq",
      "avx512cd",
      "avx512bw",
      "avx512vl",
      "vaes",
      "vpclmulqdq",
      "gfni",
      "avx512ifma",
      "sha_ni");

  private final String suffix;
  private final String[] needs;

  IpsecMbVariant(String suffix, String... needs) {
    this.suffix = suffix;
    this.needs = needs;
  }

  /** What the names of its functions end with. */
  public String suffix() {
    return suffix;
  }

  /** Whether a CPU has all that it needs. */
  boolean runsOn(CpuFeatures cpu) {
    return cpu.hasAll(needs);
  }

  /** Those that a CPU can run, the fastest first. */
  static List<IpsecMbVariant> runningOn(CpuFeatures cpu) {
    return Stream.of(values()).filter(variant -> variant.runsOn(cpu)).toList().reversed();
  }
}
