package io.machinenative.axiom.benchmarks.aes;

import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.GcmContext;
import io.machinenative.axiom.natives.aes.GcmEngine;
import io.machinenative.axiom.natives.aes.NonceLease;
import io.machinenative.axiom.natives.aes.NonceSequence;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Axiom's own, in place outside the heap. */
final class EngineAes implements AesSubject {
  private final Arena arena = Arena.ofConfined();
  private final AesKey key = AesKey.of(AesMessages.key());
  private final NonceSequence sequence = NonceSequence.inMemory(1, 1L << 48);
  private final NonceLease lease = sequence.lease();
  private final MemorySegment aad = arena.allocate(AesMessages.AAD_BYTES);
  private final MemorySegment[] nonces;
  private final MemorySegment[] plaintext;
  private final MemorySegment[] sealed;
  private final GcmContext context;

  EngineAes(GcmEngine engine, int bytes) {
    context = AesGcm.newContext(engine);
    int count = AesMessages.count(bytes);
    nonces = new MemorySegment[count];
    plaintext = new MemorySegment[count];
    sealed = new MemorySegment[count];
    for (int i = 0; i < count; i++) {
      nonces[i] = arena.allocate(AesGcm.NONCE_BYTES);
      sealed[i] = arena.allocate(bytes + (long) AesGcm.TAG_BYTES, 64);
      plaintext[i] = sealed[i].asSlice(0, bytes);
    }
    renewNonces();
  }

  @Override
  public void renewNonces() {
    for (MemorySegment nonce : nonces) {
      lease.advance();
      nonce.copyFrom(lease.nonce());
    }
  }

  @Override
  public void seal(int message) {
    context.seal(key, nonces[message], aad, plaintext[message], sealed[message]);
  }

  @Override
  public void open(int message) {
    if (context.open(key, nonces[message], aad, sealed[message], plaintext[message]) < 0) {
      throw new IllegalStateException("expected a genuine message, actual a forged one");
    }
  }

  @Override
  public void close() {
    context.close();
    key.close();
    sequence.close();
    arena.close();
  }
}
