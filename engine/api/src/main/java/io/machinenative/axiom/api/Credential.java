package io.machinenative.axiom.api;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * What a caller presents to say who it is. Not kept by the server: an {@link Authenticator} looks
 * at it and forgets it. Immutable, if nobody changes the secret.
 *
 * @param form how it came
 * @param secret the bytes of a key or a token, as they came; empty for none
 * @param certificates the chain that the connection was opened with, verified, the caller's own
 *     first; empty for none
 */
public record Credential(Form form, byte[] secret, List<X509Certificate> certificates) {
  /** How a credential came. */
  public enum Form {
    /** Not at all. */
    NONE,
    /** With Hello, or in the environment of a client on a pipe. */
    SESSION,
    /** In the header field {@code Authorization: Bearer}. */
    BEARER,
    /** In the header field {@code X-API-Key}. */
    API_KEY,
    /** With the connection's handshake. */
    CERTIFICATE
  }

  private static final byte[] NOTHING = new byte[0];

  /** Nothing is presented. */
  public static final Credential NONE = new Credential(Form.NONE, NOTHING, List.of());

  public Credential {
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(secret, "secret");
    certificates = List.copyOf(certificates);
  }

  /** A key or a token. */
  public static Credential of(Form form, byte[] secret) {
    return new Credential(form, secret, List.of());
  }

  /** The chain of a connection; {@link #NONE} when there is none. */
  public static Credential of(List<X509Certificate> chain) {
    return chain.isEmpty() ? NONE : new Credential(Form.CERTIFICATE, NOTHING, chain);
  }

  /** Tells nothing of the secret. */
  @Override
  public String toString() {
    return form + " of " + secret.length + " bytes, " + certificates.size() + " certificates";
  }
}
