package io.machinenative.axiom.natives.aes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine and variant keeps: nothing forged is opened, nothing is left behind. */
class GcmContextTest {
  private final Arena arena = Arena.ofShared();
  private final AesKey key =
      AesKey.of(
          new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
            25, 26, 27, 28, 29, 30, 31, 32
          });
  private final MemorySegment nonce = arena.allocate(AesGcm.NONCE_BYTES);
  private final MemorySegment aad = arena.allocateFrom("associated");

  @AfterEach
  void close() {
    key.close();
    arena.close();
  }

  @ParameterizedTest
  @MethodSource("io.machinenative.axiom.natives.aes.Subject#all")
  void refusesEveryFlippedBit(Subject subject) {
    try (GcmContext context = subject.newContext().get()) {
      for (int bytes : new int[] {0, 1, 16, 77, 300}) {
        MemorySegment sealed = sealed(context, bytes);
        flipEveryBit(context, sealed, sealed);
        flipEveryBit(context, sealed, nonce);
        flipEveryBit(context, sealed, aad);
        MemorySegment plaintext = arena.allocate(bytes);
        assertEquals(bytes, context.open(key, nonce, aad, sealed, plaintext));
      }
    }
  }

  private void flipEveryBit(GcmContext context, MemorySegment sealed, MemorySegment flipped) {
    long bytes = sealed.byteSize() - AesGcm.TAG_BYTES;
    MemorySegment plaintext = arena.allocate(bytes);
    MemorySegment inPlace = arena.allocate(sealed.byteSize());
    for (long bit = 0; bit < flipped.byteSize() * Byte.SIZE; bit++) {
      flip(flipped, bit);
      plaintext.fill((byte) 7);
      String what = "bit " + bit + " of " + flipped.byteSize() + " bytes";
      assertEquals(AesGcm.TAG_MISMATCH, context.open(key, nonce, aad, sealed, plaintext), what);
      assertTrue(isWiped(plaintext), what);
      inPlace.copyFrom(sealed);
      MemorySegment opened = inPlace.asSlice(0, bytes);
      assertEquals(AesGcm.TAG_MISMATCH, context.open(key, nonce, aad, inPlace, opened), what);
      assertTrue(isWiped(opened), what);
      flip(flipped, bit);
    }
  }

  private MemorySegment sealed(GcmContext context, int bytes) {
    MemorySegment plaintext = arena.allocate(bytes);
    plaintext.fill((byte) 0x33);
    MemorySegment sealed = arena.allocate(bytes + (long) AesGcm.TAG_BYTES);
    nonce.set(ValueLayout.JAVA_BYTE, 0, (byte) bytes);
    nonce.set(ValueLayout.JAVA_BYTE, 1, (byte) (bytes >>> 8));
    context.seal(key, nonce, aad, plaintext, sealed);
    return sealed;
  }

  private static void flip(MemorySegment segment, long bit) {
    long at = bit / Byte.SIZE;
    byte old = segment.get(ValueLayout.JAVA_BYTE, at);
    segment.set(ValueLayout.JAVA_BYTE, at, (byte) (old ^ 1 << bit % Byte.SIZE));
  }

  private static boolean isWiped(MemorySegment segment) {
    for (long i = 0; i < segment.byteSize(); i++) {
      if (segment.get(ValueLayout.JAVA_BYTE, i) != 0) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest
  @MethodSource("io.machinenative.axiom.natives.aes.Subject#all")
  void refusesAnotherKey(Subject subject) {
    try (GcmContext context = subject.newContext().get();
        AesKey other = AesKey.of(new byte[AesKey.KEY_BYTES])) {
      MemorySegment sealed = sealed(context, 100);
      MemorySegment plaintext = arena.allocate(100);
      assertEquals(AesGcm.TAG_MISMATCH, context.open(other, nonce, aad, sealed, plaintext));
      assertEquals(100, context.open(key, nonce, aad, sealed, plaintext));
    }
  }

  @ParameterizedTest
  @MethodSource("io.machinenative.axiom.natives.aes.Subject#all")
  void refusesWrongBuffersBeforeTouchingThem(Subject subject) {
    MemorySegment memory = arena.allocate(256);
    memory.fill((byte) 7);
    MemorySegment in = memory.asSlice(64, 64);
    try (GcmContext context = subject.newContext().get()) {
      refuses(context, "apart", in, memory.asSlice(65, 80));
      refuses(context, "apart", in, memory.asSlice(63, 80));
      refuses(context, "apart", in, memory.asSlice(0, 80));
      refuses(context, "apart", in, memory.asSlice(127, 80));
      refuses(context, "a sealed message of 80 bytes, actual 79", in, memory.asSlice(64, 79));
      refuses(context, "a sealed message of 80 bytes, actual 81", in, memory.asSlice(64, 81));
      refuses(context, "outside the heap", in, MemorySegment.ofArray(new byte[80]));
      refuses(context, "a read-only one", in, memory.asSlice(64, 80).asReadOnly());
      MemorySegment out = memory.asSlice(128, 80);
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> context.seal(key, memory.asSlice(0, 11), aad, in, out));
      assertEquals("expected a nonce of 12 bytes, actual 11", e.getMessage());
      assertThrows(
          IllegalArgumentException.class,
          () -> context.seal(key, out.asSlice(68, 12), aad, in, out));
      assertThrows(
          IllegalArgumentException.class,
          () -> context.seal(key, nonce, out.asSlice(0, 1), in, out));
      assertThrows(
          IllegalArgumentException.class,
          () -> context.open(key, nonce, aad, memory.asSlice(0, 15), MemorySegment.NULL));
    }
    for (int i = 0; i < 256; i++) {
      assertEquals(7, memory.get(ValueLayout.JAVA_BYTE, i), "byte " + i);
    }
  }

  private void refuses(GcmContext context, String why, MemorySegment in, MemorySegment out) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> context.seal(key, nonce, aad, in, out), why);
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  @ParameterizedTest
  @MethodSource("io.machinenative.axiom.natives.aes.Subject#all")
  void refusesWhatIsClosed(Subject subject) {
    MemorySegment plaintext = arena.allocate(32);
    MemorySegment out = arena.allocate(48);
    GcmContext context = subject.newContext().get();
    AesKey closing = AesKey.of(new byte[AesKey.KEY_BYTES]);
    context.seal(closing, nonce, aad, plaintext, out);
    closing.close();
    closing.close();
    assertThrows(
        IllegalStateException.class, () -> context.seal(closing, nonce, aad, plaintext, out));
    assertThrows(
        IllegalStateException.class, () -> context.open(closing, nonce, aad, out, plaintext));
    context.close();
    context.close();
    assertThrows(IllegalStateException.class, () -> context.seal(key, nonce, aad, plaintext, out));
  }

  @ParameterizedTest
  @MethodSource("io.machinenative.axiom.natives.aes.Subject#all")
  void catchesASecondThread(Subject subject) throws InterruptedException {
    MemorySegment plaintext = arena.allocate(32);
    MemorySegment out = arena.allocate(48);
    try (GcmContext context = subject.newContext().get()) {
      context.seal(key, nonce, aad, plaintext, out);
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread second =
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, e) -> thrown.set(e))
              .start(() -> context.seal(key, nonce, aad, plaintext, out));
      second.join();
      assertEquals(AssertionError.class, thrown.get().getClass());
    }
  }

  /** Memory that is not there: the sizes are refused before anybody looks at it. */
  @ParameterizedTest
  @MethodSource("io.machinenative.axiom.natives.aes.Subject#all")
  void refusesMessagesBeyondTheLimit(Subject subject) {
    try (GcmContext context = subject.newContext().get()) {
      long bytes = context.messageMaxBytes() + 1;
      assertTrue(bytes - 1 <= (1L << 36) - 32, () -> "limit " + (bytes - 1));
      MemorySegment in = nowhere(1L << 40, bytes);
      MemorySegment out = nowhere(1L << 41, bytes + AesGcm.TAG_BYTES);
      refuses(context, "expected at most " + (bytes - 1) + " bytes, actual " + bytes, in, out);
    }
  }

  @SuppressWarnings("restricted")
  private static MemorySegment nowhere(long address, long bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  /** A shared arena is closed by one thread while another one seals in it, again and again. */
  @ParameterizedTest
  @MethodSource("io.machinenative.axiom.natives.aes.Subject#all")
  void keepsMemoryThatIsInUse(Subject subject) throws InterruptedException {
    for (int round = 0; round < 30; round++) {
      Arena shared = Arena.ofShared();
      MemorySegment sealed = shared.allocate(20_000L + AesGcm.TAG_BYTES);
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread sealing =
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, e) -> thrown.set(e))
              .start(() -> sealUntilItIsGone(subject, sealed));
      closeWhenPossible(shared, sealing);
      sealing.join();
      assertEquals(IllegalStateException.class, thrown.get().getClass(), thrown::toString);
    }
  }

  private void sealUntilItIsGone(Subject subject, MemorySegment sealed) {
    try (Arena own = Arena.ofConfined();
        GcmContext context = subject.newContext().get()) {
      MemorySegment unique = own.allocate(AesGcm.NONCE_BYTES);
      MemorySegment plaintext = sealed.asSlice(0, sealed.byteSize() - AesGcm.TAG_BYTES);
      for (int i = 0; ; i++) {
        unique.set(ValueLayout.JAVA_INT_UNALIGNED, 0, i);
        context.seal(key, unique, aad, plaintext, sealed);
      }
    }
  }

  private static void closeWhenPossible(Arena shared, Thread user) {
    while (shared.scope().isAlive()) {
      assertTrue(user.isAlive());
      try {
        shared.close();
      } catch (IllegalStateException inUse) {
        Thread.onSpinWait();
      }
    }
  }
}
