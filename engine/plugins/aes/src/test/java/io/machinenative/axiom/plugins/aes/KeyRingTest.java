package io.machinenative.axiom.plugins.aes;

import static io.machinenative.axiom.plugins.aes.Containers.NO_AAD;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ring goes over to new keys, and forgets none, whenever it is killed. */
class KeyRingTest {
  private static final long HOUR_MS = 3_600_000;
  private static final RotationPolicy OFTEN = new RotationPolicy(24 * HOUR_MS, 1 << 20, 10, 4);

  @TempDir private Path folder;
  private long nowMs = 1_000_000_000_000L;
  private final InstantSource clock = () -> Instant.ofEpochMilli(nowMs);

  private StoredKeyRing open(Path file, RotationPolicy policy) throws IOException {
    return StoredKeyRing.open(
        file, Containers.key(7), () -> Containers.lanes(1), policy, clock, Containers.RANDOM);
  }

  private static byte[] seal(KeyAccess ring, int bytes) throws IOException {
    try (Lanes lanes = Containers.lanes(1)) {
      return Containers.seal(ring, lanes, 12, new byte[bytes], NO_AAD);
    }
  }

  private static void requireOpens(KeyAccess ring, byte[] container, int bytes) throws IOException {
    try (Lanes lanes = Containers.lanes(1)) {
      assertArrayEquals(new byte[bytes], Containers.open(ring, lanes, container, NO_AAD));
    }
  }

  private static long primary(StoredKeyRing ring) {
    return ring.content().primary().id();
  }

  @Test
  void goesOverToANewKeyByAgeByMessagesAndByBytes() throws IOException {
    try (StoredKeyRing ring = open(folder.resolve("ring"), OFTEN)) {
      long first = primary(ring);
      nowMs += 100 * HOUR_MS;
      byte[] old = seal(ring, 10);
      assertEquals(first, primary(ring), "a key that seals nothing does not age");
      nowMs += 24 * HOUR_MS - 1;
      seal(ring, 10);
      assertEquals(first, primary(ring), "a millisecond before its time");
      nowMs += 1;
      seal(ring, 10);
      long second = primary(ring);
      assertNotEquals(first, second, "age");
      assertEquals("age", ring.takeAutomaticRotation().reason());
      for (int i = 1; i < 10; i++) {
        seal(ring, 10);
        assertEquals(second, primary(ring));
      }
      seal(ring, 1 << 20);
      long third = primary(ring);
      assertEquals("messages", ring.takeAutomaticRotation().reason());
      seal(ring, 10);
      assertNotEquals(third, primary(ring));
      assertEquals("bytes", ring.takeAutomaticRotation().reason());

      requireOpens(ring, old, 10);
      assertTrue(ring.isFull());
      nowMs += 48 * HOUR_MS;
      seal(ring, 10);
      assertEquals(4, ring.content().live(), "a full ring goes on with its last key");
      assertThrows(IllegalStateException.class, () -> ring.rotate("asked"));
      ring.destroy(first);
      assertThrows(KeyUnavailableException.class, () -> requireOpens(ring, old, 10));
      assertThrows(IllegalArgumentException.class, () -> ring.destroy(primary(ring)));
      seal(ring, 10);
      assertEquals("age", ring.takeAutomaticRotation().reason());
    }
  }

  @Test
  void countsUseOverACrash() throws IOException {
    Path file = folder.resolve("ring");
    byte[] sealed;
    long first;
    // Not closed: the process is gone.
    StoredKeyRing killed = open(file, OFTEN);
    first = primary(killed);
    for (int i = 0; i < 6; i++) {
      seal(killed, 10);
    }
    sealed = seal(killed, 10);
    try (StoredKeyRing ring = open(file, OFTEN)) {
      assertEquals(first, primary(ring));
      assertTrue(ring.content().primary().messages() >= 7, "never younger than it is");
      requireOpens(ring, sealed, 10);
      for (int i = 0; i < 4; i++) {
        seal(ring, 10);
      }
      assertNotEquals(first, primary(ring));
    }
    killed.close();
  }

  @Test
  void isTheFormerOrTheNextRingWheneverARotationIsKilled() throws IOException {
    Path file = folder.resolve("ring");
    byte[] before;
    byte[] after;
    byte[] sealedBefore;
    byte[] sealedAfter;
    long former;
    long next;
    try (StoredKeyRing ring = open(file, RotationPolicy.DEFAULTS)) {
      sealedBefore = seal(ring, 100);
      before = Files.readAllBytes(file);
      former = primary(ring);
      ring.rotate("asked");
      next = primary(ring);
      after = Files.readAllBytes(file);
      sealedAfter = seal(ring, 100);
    }
    // Killed while the next ring is written beside: lengths of that part.
    String part = ".ring.4000000-0.axiom-part";
    for (int bytes = 0; bytes <= after.length; bytes += 23) {
      Path state = Files.createDirectory(folder.resolve("state-" + bytes));
      Files.write(state.resolve("ring"), before);
      Files.write(state.resolve(part), Arrays.copyOf(after, bytes));
      try (StoredKeyRing ring = open(state.resolve("ring"), RotationPolicy.DEFAULTS)) {
        assertEquals(former, primary(ring));
        requireOpens(ring, sealedBefore, 100);
        ring.rotate("asked");
        requireOpens(ring, sealedBefore, 100);
      }
    }
    // Killed after the rename, before anything else.
    Path state = Files.createDirectory(folder.resolve("renamed"));
    Files.write(state.resolve("ring"), after);
    try (StoredKeyRing ring = open(state.resolve("ring"), RotationPolicy.DEFAULTS)) {
      assertEquals(next, primary(ring));
      requireOpens(ring, sealedBefore, 100);
      requireOpens(ring, sealedAfter, 100);
    }
  }

  @Test
  void refusesADamagedRingAndAnotherMasterKey() throws IOException {
    Path file = folder.resolve("ring");
    open(file, RotationPolicy.DEFAULTS).close();
    byte[] whole = Files.readAllBytes(file);
    for (int cut : new int[] {0, 1, 100, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, cut));
      assertThrows(IOException.class, () -> open(file, RotationPolicy.DEFAULTS));
      assertEquals(cut, Files.size(file), "left as it is");
    }
    Files.write(file, whole);
    assertThrows(
        IOException.class,
        () ->
            StoredKeyRing.open(
                file,
                Containers.key(8),
                () -> Containers.lanes(1),
                RotationPolicy.DEFAULTS,
                clock,
                Containers.RANDOM));
  }

  @Test
  void isSharedWithOthersWhoRotateIt() throws IOException {
    Path file = folder.resolve("ring");
    try (StoredKeyRing mine = open(file, RotationPolicy.DEFAULTS);
        StoredKeyRing theirs = open(file, RotationPolicy.DEFAULTS)) {
      theirs.rotate("asked");
      byte[] sealed = seal(theirs, 10);
      requireOpens(mine, sealed, 10);
      mine.rotate("asked");
      byte[] again = seal(theirs, 10);
      assertEquals(primary(mine), primary(theirs));
      requireOpens(mine, again, 10);
      assertEquals(
          List.of(KeyState.DECRYPT_ONLY, KeyState.DECRYPT_ONLY, KeyState.PRIMARY),
          mine.content().keys().stream().map(RingKey::state).toList());
    }
  }
}
