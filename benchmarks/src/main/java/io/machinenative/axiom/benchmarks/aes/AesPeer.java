package io.machinenative.axiom.benchmarks.aes;

import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.GcmEngine;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Who is measured. */
public enum AesPeer {
  IPSEC_MB("axiom ipsec-mb", bytes -> new EngineAes(GcmEngine.IPSEC_MB, bytes)),
  LIBCRYPTO("axiom libcrypto", bytes -> new EngineAes(GcmEngine.LIBCRYPTO, bytes)),
  JCE("axiom jce", bytes -> new EngineAes(GcmEngine.JCE, bytes)),
  JDK_ARRAY("JDK byte[]", JdkAes::onArrays),
  JDK_DIRECT("JDK direct", JdkAes::onDirectBuffers);

  private final String label;
  private final IntFunction<AesSubject> opening;

  AesPeer(String label, IntFunction<AesSubject> opening) {
    this.label = label;
    this.opening = opening;
  }

  /** Those that this machine has. */
  public static List<AesPeer> usable() {
    List<String> missing =
        AesGcm.engines().stream()
            .filter(report -> !report.availability().usable())
            .map(report -> report.engine().name())
            .toList();
    return Stream.of(values()).filter(peer -> !missing.contains(peer.name())).toList();
  }

  /** For tables. */
  public String label() {
    return label;
  }

  /** Opens it for messages of one length; the caller closes it. */
  public AesSubject open(int messageBytes) {
    return opening.apply(messageBytes);
  }
}
