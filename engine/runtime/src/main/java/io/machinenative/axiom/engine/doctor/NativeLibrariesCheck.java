package io.machinenative.axiom.engine.doctor;

import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.GcmEngine;
import io.machinenative.axiom.natives.aes.GcmEngineReport;
import io.machinenative.axiom.natives.link.Availability;
import io.machinenative.axiom.natives.link.Platform;
import io.machinenative.axiom.natives.os.LockedMemory;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdProvider;
import java.util.List;

/**
 * Which native libraries this JVM links, and what a better one would gain. The gains were measured
 * on a CPU with AVX-512 and VAES; see docs/natives-zstd.md and docs/natives-aes.md.
 */
final class NativeLibrariesCheck implements Check {
  static final String ZSTD = "zstd";
  static final String AES = "AES-256-GCM";
  static final String KEYS = "locked memory";

  @Override
  public List<Finding> look() {
    List<GcmEngineReport> engines = AesGcm.engines();
    return List.of(
        zstd(Zstd.provider(), Zstd.availability()),
        aes(AesGcm.engine(), engines.get(AesGcm.engine().ordinal()), Platform.current()),
        keys());
  }

  static Finding zstd(ZstdProvider provider, Availability found) {
    String what = found.version() + " (" + found.from() + ")";
    return switch (provider) {
      case SYSTEM -> Finding.ok(ZSTD, what);
      case ARTIFACT -> Finding.ok(ZSTD, what + ", carried along, for the system has none");
      case JAVA ->
          Finding.advice(
              ZSTD,
              "in pure Java: " + found.reason(),
              "apt install libzstd1: compressing becomes about 3 times as fast, and dictionaries"
                  + " work");
      case NONE -> Finding.problem(ZSTD, "none: " + found.reason(), "apt install libzstd1");
    };
  }

  static Finding aes(GcmEngine engine, GcmEngineReport report, Platform platform) {
    Availability found = report.availability();
    String what =
        (engine.label() + " " + found.version() + " " + report.variant()).strip()
            + " ("
            + found.from()
            + ")";
    boolean couldBeFaster =
        engine != GcmEngine.IPSEC_MB && platform.isLinux() && platform.arch().equals("amd64");
    return couldBeFaster
        ? Finding.advice(
            AES,
            what,
            "apt install libipsec-mb1: sealing a message becomes about 7 times as fast at 64"
                + " bytes, 3.6 times at 1 KiB, 1.4 times at 16 KiB")
        : Finding.ok(AES, what);
  }

  private static Finding keys() {
    try (LockedMemory memory = new LockedMemory(1)) {
      return memory.isLocked()
          ? Finding.ok(KEYS, "keys stay out of swap")
          : Finding.advice(KEYS, memory.refusal(), "raise ulimit -l: keys may be swapped out");
    }
  }
}
