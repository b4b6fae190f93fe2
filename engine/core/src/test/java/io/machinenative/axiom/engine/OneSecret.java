package io.machinenative.axiom.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.engine.access.Admission;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.Remote;
import io.machinenative.axiom.engine.port.Identity;
import java.util.Arrays;

/** Lets in who knows a secret. */
record OneSecret(String secret, Caller whose) implements Identity {
  @Override
  public Admission identify(Credential credential, Remote from, long nowNs) {
    return Arrays.equals(secret.getBytes(UTF_8), credential.secret())
        ? Admission.of(whose)
        : Admission.refused(credential.secret().length > 0, "another secret");
  }

  @Override
  public Caller anonymous() {
    return null;
  }

  @Override
  public boolean isOpen() {
    return false;
  }
}
