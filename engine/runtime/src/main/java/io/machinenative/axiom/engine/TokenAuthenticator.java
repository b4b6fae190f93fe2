package io.machinenative.axiom.engine;

import io.machinenative.axiom.engine.config.EngineConfig;
import io.machinenative.axiom.engine.port.Authenticator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.agrona.DirectBuffer;

/**
 * Admits who presents one secret text. Compares in a time that does not depend on where they
 * differ. Any thread.
 */
public final class TokenAuthenticator implements Authenticator {
  private final byte[] token;

  public TokenAuthenticator(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /** Who may open a session by a configuration: everybody when it has no token. */
  public static Authenticator of(EngineConfig config) {
    return config.token().<Authenticator>map(TokenAuthenticator::new).orElse(Authenticator.NONE);
  }

  @Override
  public boolean admits(String clientName, DirectBuffer credentials, int offset, int length) {
    byte[] presented = new byte[length];
    credentials.getBytes(offset, presented);
    return MessageDigest.isEqual(token, presented);
  }
}
