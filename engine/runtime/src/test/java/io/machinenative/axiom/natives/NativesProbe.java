package io.machinenative.axiom.natives;

import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.GcmContext;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdCompressor;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;

/** Uses the bindings from the class path, while they are a module. */
final class NativesProbe {
  private static final int BYTES = 1000;

  private NativesProbe() {}

  public static void main(String[] arguments) {
    try (Arena arena = Arena.ofConfined();
        AesKey key = AesKey.random(new SecureRandom());
        GcmContext context = AesGcm.newContext();
        ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT)) {
      MemorySegment plaintext = arena.allocate(BYTES);
      MemorySegment sealed = arena.allocate(BYTES + AesGcm.TAG_BYTES);
      MemorySegment nonce = arena.allocate(AesGcm.NONCE_BYTES);
      context.seal(key, nonce, arena.allocate(0), plaintext, sealed);
      long frame = compressor.compress(plaintext, arena.allocate(Zstd.compressBound(BYTES)));
      System.out.println(
          Zstd.class.getModule().getName()
              + " "
              + Zstd.provider()
              + " "
              + AesGcm.engine()
              + " "
              + (frame > 0 && frame < BYTES));
    }
  }
}
