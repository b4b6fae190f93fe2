package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.plugins.files.FileRoots;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.security.SecureRandom;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;

/**
 * What all tools and operations of the plugin work with. Any thread.
 *
 * @param memory opens arenas that any thread may use
 * @param threads for chunks
 * @param threadsMax of one call
 * @param secrets that callers may name, and passphrases that they bring
 */
record AesResources(
    FileRoots roots,
    Supplier<Arena> memory,
    ThreadFactory threads,
    int threadsMax,
    NanoClock clock,
    SecureRandom random,
    Vault vault,
    NamedSecrets secrets) {
  /** The caller closes them. */
  Lanes lanes() {
    return new Lanes(memory, threads, threadsMax);
  }

  /**
   * The keys that a caller means: of the ring, unless he says otherwise. The caller closes them.
   *
   * @param passphrase null for none
   * @param secret name of a secret; null for none
   */
  KeyAccess keys(String passphrase, String secret) throws IOException {
    if (passphrase != null && secret != null) {
      throw ToolException.invalid("expected a passphrase or a secret's name, actual both");
    }
    if (passphrase != null) {
      return secrets.passphrase(passphrase);
    }
    return secret != null ? secrets.named(secret) : new BorrowedAccess(vault.ring());
  }

  Audit audit(String operation, CallContext call) {
    return new Audit(vault, operation, call.clientName() + " session " + call.sessionId());
  }
}
