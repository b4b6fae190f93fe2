package io.machinenative.axiom.engine.identity;

import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.engine.access.Admission;
import io.machinenative.axiom.engine.base.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Credentials that were accepted, by their SHA-256: the credential itself is not kept. Bounded;
 * what is not accepted is not remembered, so that nobody without a credential fills it.
 *
 * <p>Any thread, many at once.
 */
final class CredentialCache {
  /** Credentials that are remembered at once. */
  static final int MOST = 10_000;

  private record Key(long a, long b, long c, long d) {}

  private final ConcurrentMap<Key, Admission> accepted = new ConcurrentHashMap<>();
  private final MessageDigest prototype = Sha256.begin();

  /** The hash of a credential, and of the form in which it came. */
  Object key(Credential credential) {
    MessageDigest digest = digest();
    digest.update((byte) credential.form().ordinal());
    if (credential.form() == Credential.Form.CERTIFICATE) {
      try {
        digest.update(credential.certificates().getFirst().getEncoded());
      } catch (CertificateEncodingException e) {
        throw new IllegalArgumentException("expected a certificate that was parsed", e);
      }
    } else {
      digest.update(credential.secret());
    }
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new Key(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
  }

  private MessageDigest digest() {
    try {
      return (MessageDigest) prototype.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  /** What was said of it, or null when it is not known, or good no longer. */
  Admission find(Object key, long nowNs) {
    Admission known = accepted.get((Key) key);
    if (known != null && !known.caller().isGood(nowNs)) {
      accepted.remove((Key) key, known);
      return null;
    }
    return known;
  }

  void keep(Object key, Admission admission, long nowNs) {
    if (accepted.size() >= MOST) {
      makeRoom(nowNs);
    }
    accepted.put((Key) key, admission);
  }

  /** Forgets what is good no longer, or else an eighth of all. */
  private void makeRoom(long nowNs) {
    accepted.values().removeIf(admission -> !admission.caller().isGood(nowNs));
    Iterator<Key> some = accepted.keySet().iterator();
    for (int left = accepted.size() - MOST + MOST / 8; left > 0 && some.hasNext(); left--) {
      some.next();
      some.remove();
    }
  }

  int size() {
    return accepted.size();
  }
}
