package io.machinenative.axiom.plugins.aes;

/**
 * What was done, for the audit log.
 *
 * @param operation encrypt, decrypt, rotate-key and so on
 * @param who asked for it
 * @param what it was done to: a path, or how it came
 * @param keyId of the key in hexadecimal digits; empty for none
 * @param bytes of plaintext
 * @param outcome ok, or failed
 * @param detail for people; empty for none
 */
record AuditEntry(
    String operation,
    String who,
    String what,
    String keyId,
    long bytes,
    String outcome,
    String detail) {
  static final String OK = "ok";
  static final String FAILED = "failed";
}
