package io.machinenative.axiom.plugins.aes;

import java.io.IOException;

/** Writes the audit lines of one call. One thread's. */
final class Audit {
  private final Vault vault;
  private final String operation;
  private final String who;

  /**
   * @param who asked for it
   */
  Audit(Vault vault, String operation, String who) {
    this.vault = vault;
    this.operation = operation;
    this.who = who;
  }

  /** It was done, and is on the disk as such. */
  void done(String what, String keyId, long bytes) throws IOException {
    write(what, keyId, bytes, AuditEntry.OK, "", true);
  }

  /** One of many, or a small one: on the disk with the next line that must be, or a flush. */
  void doneOne(String what, String keyId, long bytes) throws IOException {
    write(what, keyId, bytes, AuditEntry.OK, "", false);
  }

  /** Puts all lines to the disk. */
  void flush() throws IOException {
    vault.audit().durableMark();
  }

  /** It failed. */
  void failed(String what, String why) throws IOException {
    write(what, "", 0, AuditEntry.FAILED, why, true);
  }

  private void write(
      String what, String keyId, long bytes, String outcome, String detail, boolean durable)
      throws IOException {
    noteRotation();
    vault
        .audit()
        .append(new AuditEntry(operation, who, what, keyId, bytes, outcome, detail), durable);
  }

  private void noteRotation() throws IOException {
    StoredKeyRing.Rotated rotated = vault.ring().takeAutomaticRotation();
    if (rotated != null) {
      vault
          .audit()
          .append(
              new AuditEntry(
                  "rotate-key",
                  "axiom",
                  "key " + KeyIds.text(rotated.fromId()),
                  KeyIds.text(rotated.toId()),
                  0,
                  AuditEntry.OK,
                  rotated.reason()),
              true);
    }
  }
}
