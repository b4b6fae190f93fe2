package io.machinenative.axiom.benchmarks.aes;

/**
 * One way to seal and open. Holds {@link AesMessages#count} messages with nonces and 16 bytes of
 * associated data, in the memory that it likes best: Axiom's engines seal and open in place outside
 * the heap, the JDK's cipher from one buffer to another. One thread.
 */
public interface AesSubject extends AutoCloseable {
  /** Gives every message a nonce that was never used. */
  void renewNonces();

  /** Seals a message under its nonce. */
  void seal(int message);

  /**
   * Opens a message that was just sealed.
   *
   * @throws IllegalStateException when the tag is wrong
   */
  void open(int message);

  @Override
  void close();
}
