package io.machinenative.axiom.natives.aes;

import io.machinenative.axiom.natives.os.CpuFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One way to do AES-256-GCM on this machine; every contract holds for all of them. */
record Subject(String name, Supplier<GcmContext> newContext) {
  static Stream<Subject> all() {
    List<Subject> subjects = new ArrayList<>();
    for (GcmEngineReport report : AesGcm.engines()) {
      GcmEngine engine = report.engine();
      if (report.availability().usable()) {
        subjects.add(new Subject(engine.label(), () -> AesGcm.newContext(engine)));
      }
    }
    variants().forEach(subjects::add);
    if (Libcrypto.CHOSEN != null) {
      subjects.add(
          new Subject(
              "libcrypto in parts of 64 bytes",
              () -> new GcmContext(new LibcryptoSession(Libcrypto.CHOSEN, 64))));
    }
    return subjects.stream();
  }

  /** Every variant of IPsec-MB that CPU and library have. */
  private static Stream<Subject> variants() {
    if (IpsecMb.CHOSEN == null) {
      return Stream.of();
    }
    return IpsecMbVariant.runningOn(CpuFeatures.current()).stream()
        .map(variant -> new Subject(variant.suffix(), () -> AesGcm.newContext(variant)));
  }

  @Override
  public String toString() {
    return name;
  }
}
