package io.machinenative.axiom.plugins.aes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of the plugin waits for nobody: not for who holds its lock, a slow disk, or a key. */
class VaultTest {
  @TempDir private Path folder;

  private Vault.Open open(NanoClock nanoClock) throws IOException {
    StoredKeyRing ring =
        StoredKeyRing.open(
            folder.resolve("ring"),
            Containers.key(9),
            () -> Containers.lanes(1),
            RotationPolicy.DEFAULTS,
            InstantSource.system(),
            Containers.RANDOM);
    AuditLog audit =
        AuditLog.open(
            folder.resolve("audit.jsonl"),
            ring.content().auditKey(),
            ring.content().audit(),
            InstantSource.system(),
            nanoClock);
    ring.markAudit(audit::durableMark);
    return new Vault.Open(ring, audit);
  }

  private Vault vault(NanoClock nanoClock) {
    return new Vault(Thread.ofPlatform().daemon().factory(), () -> open(nanoClock));
  }

  private static void log(Vault vault, boolean durable) throws IOException {
    vault.audit().append(new AuditEntry("encrypt", "me", "/a", "00ff", 1, "ok", ""), durable);
  }

  /** How far the log was when the ring was written last. */
  private long remembered() throws IOException {
    try (Vault vault = vault(SystemNanoClock.INSTANCE)) {
      return vault.ring().content().audit().lines();
    }
  }

  @Test
  void remembersTheLogAtAnOrderlyEnd() throws IOException {
    try (Vault vault = vault(() -> 0)) {
      log(vault, true);
      log(vault, false);
    }
    assertEquals(2, remembered());
  }

  @Test
  void doesNotWaitForWhoHoldsTheRing() throws IOException {
    Vault vault = vault(() -> 0);
    log(vault, true);
    ExclusiveLock.run(
        folder.resolve("ring.lock"), () -> assertThrows(IOException.class, vault::close));
    assertEquals(0, remembered());
    try (Vault next = vault(() -> 0)) {
      AuditMark mark = next.audit().durableMark();
      assertEquals(1, mark.lines(), "the line itself is there");
      assertEquals("", check(next, mark).fault());
    }
  }

  private AuditCheck check(Vault vault, AuditMark mark) throws IOException {
    return AuditCheck.of(
        folder.resolve("audit.jsonl"), vault.ring().content().auditKey(), List.of(mark), "");
  }

  @Test
  void doesNotWriteTheRingToASlowDisk() throws IOException {
    long[] nowNs = {0};
    try (Vault vault = vault(() -> nowNs[0] += 1_000_000_000L)) {
      log(vault, true);
    }
    assertEquals(0, remembered());
  }

  @Test
  void doesNotWaitForAKeyThatIsBeingDerived() throws Exception {
    CountDownLatch derived = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Vault vault =
        new Vault(
            task ->
                Thread.ofPlatform()
                    .daemon()
                    .unstarted(() -> {
                      task.run();
                      over.countDown();
                    }),
            () -> {
              awaitQuietly(derived);
              return open(SystemNanoClock.INSTANCE);
            });
    vault.close();
    assertFalse(vault.isSettled());
    derived.countDown();
    over.await();
    assertTrue(vault.isSettled());
    assertThrows(IOException.class, vault::ring, "it was closed by who opened it");
  }

  private static void awaitQuietly(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
