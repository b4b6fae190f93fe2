package io.machinenative.axiom.engine.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.Verdict;
import io.machinenative.axiom.engine.access.Admission;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.ProtectedResource;
import io.machinenative.axiom.engine.access.Remote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in a file that changes, and what is remembered of them. */
class ApiKeysTest {
  private static final long NOW_MS = Instant.parse("2026-11-22T12:00:00Z").toEpochMilli();
  private static final long MS = 1_000_000L;

  @TempDir Path folder;

  private final Random random = new Random(7);
  private final List<Throwable> errors = new ArrayList<>();
  private Path file;
  private ApiKey.New steady;
  private ApiKey.New expiring;

  @BeforeEach
  void makeKeys() throws IOException {
    file = folder.resolve("keys.json");
    steady = make("orders", Optional.empty(), "files:read", "files:write");
    expiring = make("guest", Optional.of(Instant.ofEpochMilli(NOW_MS + 1000)));
    ApiKeyFile.change(file, keys -> List.of(steady.kept(), expiring.kept()));
  }

  private ApiKey.New make(String name, Optional<Instant> end, String... scopes) {
    return ApiKey.make(name, List.of(scopes), Instant.ofEpochMilli(NOW_MS), end, random);
  }

  private static Credential of(String key) {
    return Credential.of(Credential.Form.API_KEY, key.getBytes(UTF_8));
  }

  private Doorkeeper doorkeeper(ApiKeys keys) {
    AuditLog audit = new AuditLog(Optional.empty(), () -> NOW_MS, errors::add);
    return new Doorkeeper(List.of(keys), false, ProtectedResource.NONE, () -> NOW_MS, audit, null);
  }

  @Test
  void theFileHoldsNoKeyAndIsItsOwners() throws IOException {
    String text = Files.readString(file);
    assertFalse(text.contains(steady.text().substring(22)), "the secret");
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      assertEquals(
          PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    }
    assertEquals(steady.kept().id(), ApiKeyFile.read(file).getFirst().id());
  }

  @Test
  void aKeyIsKnownByItsSecretUntilItExpires() {
    ApiKeys keys = new ApiKeys(file, errors::add);
    Verdict.Accepted accepted =
        assertInstanceOf(Verdict.Accepted.class, keys.authenticate(of(steady.text()), NOW_MS));
    assertEquals("orders", accepted.principal().name());
    assertEquals(Set.of("files:read", "files:write"), accepted.principal().scopes());
    String other = steady.text().substring(0, steady.text().length() - 1) + "!";
    assertInstanceOf(Verdict.Refused.class, keys.authenticate(of(other), NOW_MS));
    String nobodys = "axk_0123456789abcdef_" + steady.text().substring(21);
    assertInstanceOf(Verdict.Refused.class, keys.authenticate(of(nobodys), NOW_MS));
    for (String none : List.of("", "axk_", "axk_0123456789abcdef", "Basic abc", "a.b.c")) {
      assertSame(Verdict.UNKNOWN, keys.authenticate(of(none), NOW_MS), none);
    }
    assertInstanceOf(Verdict.Accepted.class, keys.authenticate(of(expiring.text()), NOW_MS));
    assertInstanceOf(Verdict.Refused.class, keys.authenticate(of(expiring.text()), NOW_MS + 1000));
  }

  @Test
  void whatWasRevokedIsGoodNoLonger() throws IOException {
    ApiKeys keys = new ApiKeys(file, errors::add);
    Doorkeeper doorkeeper = doorkeeper(keys);
    Admission first = doorkeeper.identify(of(steady.text()), Remote.LOCAL, 0);
    assertSame(first, doorkeeper.identify(of(steady.text()), Remote.LOCAL, 1), "verified once");
    Caller orders = first.caller();
    Caller guest = doorkeeper.identify(of(expiring.text()), Remote.LOCAL, 0).caller();
    assertTrue(guest.isGood(999 * MS));
    assertFalse(guest.isGood(1000 * MS), "expired");
    assertNull(doorkeeper.identify(Credential.NONE, Remote.LOCAL, 0).caller());

    ApiKey.New added = make("late", Optional.empty());
    ApiKeyFile.change(file, before -> List.of(expiring.kept(), added.kept()));
    assertTrue(orders.isGood(0), "nobody has looked");
    keys.look(NOW_MS);
    assertFalse(orders.isGood(0));
    assertNull(
        doorkeeper.identify(of(steady.text()), Remote.LOCAL, 2).caller(),
        "remembered, and revoked");
    assertNotNull(doorkeeper.identify(of(added.text()), Remote.LOCAL, 2).caller());
    assertTrue(guest.isGood(0));

    Files.writeString(file, "{\"keys\":[{\"id\":\"half");
    keys.look(NOW_MS);
    keys.look(NOW_MS);
    assertEquals(1, errors.size(), "told of once");
    assertNotNull(
        doorkeeper.identify(of(added.text()), Remote.LOCAL, 3).caller(), "the keys before stay");
    ApiKeyFile.change(folder.resolve("other.json"), none -> List.of(steady.kept()));
    Files.move(
        folder.resolve("other.json"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    keys.look(NOW_MS);
    assertNotSame(orders, doorkeeper.identify(of(steady.text()), Remote.LOCAL, 4).caller());
  }

  @Test
  void whatIsRememberedIsBounded() throws IOException {
    List<ApiKey.New> many = new ArrayList<>();
    for (int i = 0; i < CredentialCache.MOST + 50; i++) {
      many.add(make("n" + i, Optional.empty()));
    }
    ApiKeyFile.change(file, none -> many.stream().map(ApiKey.New::kept).toList());
    CredentialCache cache = new CredentialCache();
    for (ApiKey.New one : many) {
      Object key = cache.key(of(one.text()));
      cache.keep(key, Admission.of(new Caller(io.machinenative.axiom.api.Principal.ANONYMOUS)), 0);
      assertNotNull(cache.find(key, 0));
    }
    assertTrue(cache.size() <= CredentialCache.MOST, "" + cache.size());
  }
}
