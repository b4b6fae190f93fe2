package io.machinenative.axiom.engine.identity;

import io.machinenative.axiom.api.Authenticator;
import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.agrona.ErrorHandler;

/**
 * Knows the keys of a file, and follows it: a key that was revoked is good no longer, for what it
 * has opened as well. A file that cannot be read leaves the keys as they were. Any thread, but for
 * {@link #look}, which is the conductor's.
 */
public final class ApiKeys implements Authenticator, Followed {
  /** Compared with when nobody has the id, so that the answer takes as long. */
  private static final ApiKey NOBODYS =
      new ApiKey(
          "0000000000000000",
          "nobody",
          List.of(),
          Instant.EPOCH,
          Optional.empty(),
          new byte[16],
          new byte[32]);

  private record Stamp(Object fileKey, long modifiedMs, long bytes) {}

  private final Path file;
  private final ErrorHandler errors;
  private Stamp seen;
  private volatile Map<String, ApiKey> byId;

  /**
   * Reads the file.
   *
   * @param errors is told of a changed file that cannot be read
   * @throws UncheckedIOException when it cannot be read now
   */
  public ApiKeys(Path file, ErrorHandler errors) {
    this.file = file;
    this.errors = errors;
    try {
      seen = stamp();
      byId = read();
    } catch (IOException e) {
      throw new UncheckedIOException("auth.keys: " + e.getMessage(), e);
    }
  }

  private Stamp stamp() throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return new Stamp(now.fileKey(), now.lastModifiedTime().toMillis(), now.size());
  }

  private Map<String, ApiKey> read() throws IOException {
    Map<String, ApiKey> keys = new HashMap<>();
    for (ApiKey key : ApiKeyFile.read(file)) {
      keys.put(key.id(), key);
    }
    return keys;
  }

  @Override
  public void look(long nowMs) {
    Stamp now;
    try {
      now = stamp();
    } catch (IOException e) {
      if (seen != null) {
        errors.onError(e); // once, until it is there again
      }
      seen = null;
      return;
    }
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      byId = read();
    } catch (IOException e) {
      errors.onError(e);
    }
  }

  @Override
  public Verdict authenticate(Credential credential, long nowMs) {
    byte[] presented = credential.secret();
    String id = ApiKey.idIn(presented);
    if (id == null) {
      return Verdict.UNKNOWN;
    }
    ApiKey key = byId.get(id);
    boolean right = (key == null ? NOBODYS : key).isIn(presented);
    if (key == null || !right) {
      return new Verdict.Refused("no API key " + id + " with that secret");
    }
    if (key.expiresMs() <= nowMs) {
      return new Verdict.Refused("API key " + id + " of " + key.name() + " has expired");
    }
    return new Verdict.Accepted(
        Principal.of(key.name(), Principal.Kind.API_KEY, Set.copyOf(key.scopes())),
        key.expiresMs(),
        () -> isStillThere(key));
  }

  private boolean isStillThere(ApiKey key) {
    ApiKey now = byId.get(key.id());
    return now == key
        || (now != null
            && Arrays.equals(now.hash(), key.hash())
            && now.scopes().equals(key.scopes())
            && now.name().equals(key.name())
            && now.expires().equals(key.expires()));
  }
}
