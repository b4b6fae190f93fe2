package io.machinenative.axiom.plugins.aes;

/**
 * How far an audit log is.
 *
 * @param lines that it has
 * @param chain value of the last one; zeros before the first; not to be written to
 */
record AuditMark(long lines, byte[] chain) {
  static final int CHAIN_BYTES = 32;

  static final AuditMark NONE = new AuditMark(0, new byte[CHAIN_BYTES]);
}
