package io.machinenative.axiom.natives.aes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A message allocates nothing, and a million of them leave nothing behind. */
class GcmAllocationTest {
  private static final int WARM_UP = 100_000;
  private static final int MESSAGES = 100_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private interface Step {
    void run();
  }

  /** The least of some tries: the JIT may still be at work in the first ones. */
  private static long allocatedBytes(Step step) {
    for (int i = 0; i < WARM_UP; i++) {
      step.run();
    }
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 5 && least != 0; attempt++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < MESSAGES; i++) {
        step.run();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  @ParameterizedTest
  @EnumSource(value = GcmEngine.class, mode = Mode.EXCLUDE, names = "JCE")
  void sealsAndOpensWithoutAllocating(GcmEngine engine) {
    assumeTrue(
        GcmEngineReport.of(engine).availability().usable(),
        () -> "SKIPPED: " + GcmEngineReport.of(engine).availability());
    NonceLease nonces = NonceSequence.inMemory(0, 1L << 40).lease();
    try (Arena arena = Arena.ofConfined();
        AesKey key = AesKey.of(new byte[AesKey.KEY_BYTES]);
        GcmContext context = AesGcm.newContext(engine)) {
      MemorySegment aad = arena.allocate(16);
      for (int bytes : new int[] {64, 5000}) {
        MemorySegment sealed = arena.allocate(bytes + (long) AesGcm.TAG_BYTES);
        MemorySegment plaintext = sealed.asSlice(0, bytes);
        assertEquals(
            0,
            allocatedBytes(() -> {
              nonces.advance();
              context.seal(key, nonces.nonce(), aad, plaintext, sealed);
              context.open(key, nonces.nonce(), aad, sealed, plaintext);
            }));
      }
    }
  }

  @Test
  void sealsAndOpensMessagesWithoutAllocating() {
    assumeTrue(AesGcm.engine() != GcmEngine.JCE, "SKIPPED: the JDK's cipher allocates");
    try (Arena arena = Arena.ofConfined();
        KeyRing ring = new KeyRing();
        MessageCipher cipher = new MessageCipher(ring)) {
      ring.add(1, AesKey.of(new byte[AesKey.KEY_BYTES]), NonceSequence.inMemory(0, 1L << 40));
      ring.activate(1);
      MemorySegment aad = arena.allocate(16);
      MemorySegment message = arena.allocate(300 + (long) MessageCipher.OVERHEAD_BYTES);
      MemorySegment plaintext = message.asSlice(MessageCipher.PLAINTEXT_OFFSET, 300);
      assertEquals(
          0,
          allocatedBytes(() -> {
            cipher.seal(plaintext, aad, message);
            assertEquals(300, cipher.open(message, aad, plaintext));
          }));

      BufferCipher buffers = new BufferCipher(cipher);
      UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(400));
      UnsafeBuffer to = new UnsafeBuffer(ByteBuffer.allocateDirect(8));
      assertEquals(
          0,
          allocatedBytes(() -> {
            buffers.seal(buffer, 3, 300, to);
            assertEquals(300, buffers.open(buffer, 3, 333, to));
          }));
    }
  }

  /** Memory outside the heap: contexts, keys and sequences come and go. */
  @ParameterizedTest
  @EnumSource(GcmEngine.class)
  void leavesNothingBehind(GcmEngine engine) {
    assumeTrue(
        GcmEngineReport.of(engine).availability().usable(),
        () -> "SKIPPED: " + GcmEngineReport.of(engine).availability());
    comeAndGo(engine, 2_000);
    long before = ResidentSet.bytes();
    comeAndGo(engine, 6_000);
    long grownBytes = ResidentSet.bytes() - before;
    // Each round leaves 8 KiB of key and 2 KiB of contexts if they leak: 60 MB.
    assertTrue(grownBytes < 30_000_000, () -> "grown by " + grownBytes);
  }

  private static void comeAndGo(GcmEngine engine, int rounds) {
    byte[] secret = new byte[AesKey.KEY_BYTES];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment nonce = arena.allocate(AesGcm.NONCE_BYTES);
      MemorySegment sealed = arena.allocate(64 + (long) AesGcm.TAG_BYTES);
      MemorySegment plaintext = arena.allocate(64);
      for (int i = 0; i < rounds; i++) {
        try (AesKey key = AesKey.of(secret);
            GcmContext context = AesGcm.newContext(engine)) {
          context.seal(key, nonce, MemorySegment.NULL, plaintext, sealed);
          assertEquals(64, context.open(key, nonce, MemorySegment.NULL, sealed, plaintext));
        }
      }
    }
  }
}
