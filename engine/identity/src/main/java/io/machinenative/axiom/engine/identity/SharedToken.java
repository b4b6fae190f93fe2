package io.machinenative.axiom.engine.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Authenticator;
import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Verdict;
import java.security.MessageDigest;
import java.util.Set;

/**
 * Knows who presents the one secret text of the configuration. Compares in a time that does not
 * depend on where they differ. Any thread.
 */
public final class SharedToken implements Authenticator {
  private static final Principal HOLDER = Principal.of("token", Principal.Kind.TOKEN, Set.of());

  private final byte[] token;

  public SharedToken(String token) {
    this.token = token.getBytes(UTF_8);
  }

  @Override
  public Verdict authenticate(Credential credential, long nowMs) {
    return MessageDigest.isEqual(token, credential.secret())
        ? Verdict.accepted(HOLDER)
        : Verdict.UNKNOWN;
  }
}
