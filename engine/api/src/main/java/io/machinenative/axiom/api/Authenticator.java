package io.machinenative.axiom.api;

/**
 * Says who presents a credential. A server asks several, one after the other, until one knows. Any
 * thread, many at once; must not wait: what it needs from elsewhere it fetches beforehand, and says
 * {@link Verdict.Later} while it has none.
 */
@FunctionalInterface
public interface Authenticator {
  /**
   * Looks at a credential.
   *
   * @param credential not to be kept
   * @param nowMs wall time, milliseconds since 1970
   */
  Verdict authenticate(Credential credential, long nowMs);
}
