package io.machinenative.axiom.natives.aes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A JVM of its own that says which engine it has chosen, and uses it. */
final class EngineProbe {
  private EngineProbe() {}

  public static void main(String[] arguments) {
    System.out.println("chosen " + AesGcm.engine().label() + ": " + AesGcm.reason());
    for (GcmEngineReport report : AesGcm.engines()) {
      System.out.println(
          report.engine().label()
              + " "
              + report.variant()
              + " "
              + report.availability().usable()
              + ": "
              + report.availability().reason());
    }
    try (Arena arena = Arena.ofConfined();
        AesKey key = AesKey.of(new byte[AesKey.KEY_BYTES]);
        GcmContext context = AesGcm.newContext()) {
      MemorySegment nonce = arena.allocate(AesGcm.NONCE_BYTES);
      MemorySegment sealed = arena.allocate(100 + AesGcm.TAG_BYTES);
      MemorySegment plaintext = arena.allocate(100);
      context.seal(key, nonce, MemorySegment.NULL, plaintext, sealed);
      long opened = context.open(key, nonce, MemorySegment.NULL, sealed, plaintext);
      System.out.println("opened " + opened);
    }
  }
}
