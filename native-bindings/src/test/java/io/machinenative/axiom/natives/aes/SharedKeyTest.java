package io.machinenative.axiom.natives.aes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.natives.os.CpuFeatures;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys that one thread closes while others seal with them. */
class SharedKeyTest {
  private static final int ROUNDS = 100;
  private static final int BYTES = 2000;

  /** Every message that was sealed is sealed with the key, and not with what was left of it. */
  @ParameterizedTest
  @MethodSource("io.machinenative.axiom.natives.aes.Subject#all")
  void closesKeysThatAreInUse(Subject subject) throws Exception {
    byte[] secret = new byte[AesKey.KEY_BYTES];
    secret[5] = 17;
    try (ExecutorService pool = Executors.newFixedThreadPool(2);
        Arena arena = Arena.ofShared()) {
      for (int round = 0; round < ROUNDS; round++) {
        AesKey key = AesKey.of(secret);
        MemorySegment sealed = arena.allocate(BYTES + (long) AesGcm.TAG_BYTES);
        AtomicBoolean started = new AtomicBoolean();
        Future<Integer> sealing = pool.submit(() -> sealUntilClosed(subject, key, sealed, started));
        while (!started.get()) {
          Thread.onSpinWait();
        }
        key.close();
        int messages = sealing.get();
        assertTrue(messages > 0);
        byte[] nonce = new byte[AesGcm.NONCE_BYTES];
        ByteBuffer.wrap(nonce).order(ByteOrder.nativeOrder()).putInt(0, messages - 1);
        byte[] opened =
            ReferenceGcm.open(secret, nonce, new byte[0], sealed.toArray(ValueLayout.JAVA_BYTE));
        assertEquals(BYTES, opened.length);
      }
    }
  }

  private static int sealUntilClosed(
      Subject subject, AesKey key, MemorySegment sealed, AtomicBoolean started) {
    try (Arena arena = Arena.ofConfined();
        GcmContext context = subject.newContext().get()) {
      MemorySegment nonce = arena.allocate(AesGcm.NONCE_BYTES);
      MemorySegment plaintext = arena.allocate(BYTES);
      for (int i = 0; ; i++) {
        nonce.set(ValueLayout.JAVA_INT_UNALIGNED, 0, i);
        if (key.isClosed()) {
          return i;
        }
        try {
          context.seal(key, nonce, MemorySegment.NULL, plaintext, sealed);
        } catch (IllegalStateException closed) {
          return i;
        }
        started.set(true);
      }
    }
  }

  @Test
  void rotatesAndRetiresUnderLoad() throws Exception {
    int keys = 200;
    try (ExecutorService pool = Executors.newFixedThreadPool(2);
        KeyRing ring = new KeyRing()) {
      ring.add(0, AesKey.of(new byte[AesKey.KEY_BYTES]), NonceSequence.inMemory(0, 1 << 30));
      ring.activate(0);
      AtomicBoolean stopped = new AtomicBoolean();
      List<Future<Long>> sealing = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        sealing.add(pool.submit(() -> sealAndOpen(ring, stopped)));
      }
      for (int id = 1; id <= keys; id++) {
        ring.add(id, AesKey.of(new byte[AesKey.KEY_BYTES]), NonceSequence.inMemory(0, 1 << 30));
        ring.activate(id);
        ring.retire(id - 1);
        Thread.yield();
      }
      stopped.set(true);
      for (Future<Long> done : sealing) {
        assertTrue(done.get() > 0);
      }
      assertEquals(List.of(keys), ring.ids());
    }
  }

  private static long sealAndOpen(KeyRing ring, AtomicBoolean stopped) {
    try (Arena arena = Arena.ofConfined();
        MessageCipher cipher = new MessageCipher(ring)) {
      MemorySegment message = arena.allocate(100 + (long) MessageCipher.OVERHEAD_BYTES);
      MemorySegment plaintext = message.asSlice(MessageCipher.PLAINTEXT_OFFSET, 100);
      long opened = 0;
      do {
        assertEquals(133, cipher.seal(plaintext, MemorySegment.NULL, message));
        long outcome = cipher.open(message, MemorySegment.NULL, plaintext);
        assertTrue(outcome == 100 || outcome == MessageCipher.UNKNOWN_KEY, "" + outcome);
        opened += outcome == 100 ? 1 : 0;
      } while (!stopped.get() || opened == 0);
      return opened;
    }
  }

  @Test
  void wipesAKeyWhenItsLastUserHasGoneOn() {
    AesKey key = AesKey.of(new byte[AesKey.KEY_BYTES]);
    AesKey other = AesKey.of(new byte[AesKey.KEY_BYTES]);
    MemorySegment raw = key.raw();
    try (GcmContext context = AesGcm.newContext()) {
      assertTrue(context.tryUse(key));
      key.close();
      assertTrue(raw.scope().isAlive(), "a message may be in work");
      assertFalse(context.tryUse(key));
      assertFalse(raw.scope().isAlive());
      assertTrue(context.tryUse(other));
    }
    other.close();
    assertFalse(other.tryHold());
  }

  /** IPsec-MB writes no further than the room that a key has for it. */
  @Test
  void expandsKeysWithinTheirRoom() {
    for (IpsecMbVariant variant :
        IpsecMb.CHOSEN == null
            ? List.<IpsecMbVariant>of()
            : IpsecMbVariant.runningOn(CpuFeatures.current())) {
      try (AesKey key = AesKey.of(new byte[AesKey.KEY_BYTES])) {
        MemorySegment slot = key.expanded(variant, IpsecMb.functionsOf(variant));
        for (long i = 240 + 1024; i < slot.byteSize(); i++) {
          assertEquals(0, slot.get(ValueLayout.JAVA_BYTE, i), variant + ", byte " + i);
        }
      }
    }
  }
}
