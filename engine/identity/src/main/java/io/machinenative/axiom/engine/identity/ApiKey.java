package io.machinenative.axiom.engine.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Verdict;
import io.machinenative.axiom.engine.base.Sha256;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What is kept of an API key: who has it, and enough to know it again, but not the key. A key is
 * {@code axk_ID_SECRET}; its secret has 256 random bits, which nobody can guess, so that one
 * SHA-256 with a salt is as good as a slow hash. Immutable.
 *
 * @param id finds it; 16 hexadecimal digits
 * @param name of the caller
 * @param scopes it has
 * @param expires when it ends; empty: never
 */
public record ApiKey(
    String id,
    String name,
    List<String> scopes,
    Instant created,
    Optional<Instant> expires,
    byte[] salt,
    byte[] hash) {
  /** What every key begins with, so that scanners find one that got lost. */
  public static final String PREFIX = "axk_";

  private static final int ID_BYTES = 8;
  private static final int SECRET_BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final int SECRET_START = PREFIX.length() + 2 * ID_BYTES + 1;

  public ApiKey {
    scopes = List.copyOf(scopes);
    if (name.isBlank()) {
      throw new IllegalArgumentException("expected a name");
    }
  }

  /**
   * A new key, whole: it is shown once.
   *
   * @param text what its owner presents
   */
  public record New(String text, ApiKey kept) {}

  /** Makes a key. */
  public static New make(
      String name,
      List<String> scopes,
      Instant now,
      Optional<Instant> expires,
      RandomGenerator random) {
    String id = HexFormat.of().formatHex(bytes(random, ID_BYTES));
    byte[] secret = Base64.getUrlEncoder().withoutPadding().encode(bytes(random, SECRET_BYTES));
    byte[] salt = bytes(random, SALT_BYTES);
    byte[] hash = hash(salt, secret);
    ApiKey kept = new ApiKey(id, name, scopes, now, expires, salt, hash);
    return new New(PREFIX + id + "_" + new String(secret, UTF_8), kept);
  }

  private static byte[] bytes(RandomGenerator random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The id in what somebody presents; null when it is no key. */
  static String idIn(byte[] presented) {
    if (presented.length <= SECRET_START) {
      return null;
    }
    String begin = new String(presented, 0, SECRET_START, UTF_8);
    return begin.startsWith(PREFIX) && begin.endsWith("_")
        ? begin.substring(PREFIX.length(), SECRET_START - 1)
        : null;
  }

  /** Whether somebody presents this key. Takes as long for a wrong secret as for the right one. */
  boolean isIn(byte[] presented) {
    byte[] secret = java.util.Arrays.copyOfRange(presented, SECRET_START, presented.length);
    return MessageDigest.isEqual(hash, hash(salt, secret));
  }

  private static byte[] hash(byte[] salt, byte[] secret) {
    MessageDigest digest = Sha256.begin();
    digest.update(salt);
    return digest.digest(secret);
  }

  /** When it ends, milliseconds since 1970. */
  long expiresMs() {
    return expires.map(Instant::toEpochMilli).orElse(Verdict.NEVER);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("name", name);
    json.put("scopes", scopes);
    json.put("created", created.toString());
    expires.ifPresent(end -> json.put("expires", end.toString()));
    json.put("salt", HexFormat.of().formatHex(salt));
    json.put("hash", HexFormat.of().formatHex(hash));
    return json;
  }

  /**
   * @throws IllegalArgumentException when it is no key, naming what is wrong
   */
  static ApiKey fromJson(Object json) {
    if (!(json instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("expected an object for each key, got " + json);
    }
    List<String> scopes =
        map.get("scopes") instanceof List<?> list
            ? list.stream().map(Object::toString).toList()
            : List.of();
    return new ApiKey(
        text(map, "id"),
        text(map, "name"),
        scopes,
        Instant.parse(text(map, "created")),
        map.get("expires") == null ? Optional.empty() : Optional.of(end(map)),
        HexFormat.of().parseHex(text(map, "salt")),
        HexFormat.of().parseHex(text(map, "hash")));
  }

  private static Instant end(Map<?, ?> map) {
    return Instant.parse(text(map, "expires"));
  }

  private static String text(Map<?, ?> map, String member) {
    if (map.get(member) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("expected a text " + member + " in each key");
  }
}
