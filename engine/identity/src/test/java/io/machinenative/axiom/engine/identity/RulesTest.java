package io.machinenative.axiom.engine.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.access.Meter;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.config.EngineConfig;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What rules allow, and what rates count together. */
class RulesTest {
  private static Guard guard(String yaml) {
    EngineConfig config = ConfigReader.parse(yaml, "test");
    AuditLog audit = new AuditLog(Optional.empty(), () -> 0, Throwable::printStackTrace);
    return new AccessRules(config.auth().rules(), config.rates(), 0, audit);
  }

  private static Principal key(String name, String... scopes) {
    return Principal.of(name, Principal.Kind.API_KEY, Set.of(scopes));
  }

  @Test
  void onceThereIsARuleNothingElseIsAllowed() {
    Guard guard =
        guard(
            """
            auth:
              rules:
                - {scope: files:read, read: files.*}
                - {scope: files:write, allow: files.*}
                - {name: ops-*, kind: api-key, allow: ["registry.*", "plugin*"]}
                - {kind: jwt, issuer: "https://login.example", allow: core.echo}
                - {kind: anonymous, allow: ["prompt hello", "resource *"]}
            """);
    Principal reader = key("reader", "files:read");
    assertTrue(guard.allows(reader, "files.read", true));
    assertFalse(guard.allows(reader, "files.delete", false));
    assertTrue(guard.allows(key("writer", "files:write"), "files.delete", false));
    assertFalse(guard.allows(reader, "core.echo", true));
    assertTrue(guard.allows(key("ops-1"), "registry.register", false));
    assertTrue(guard.allows(key("ops-1"), "plugins.list", true));
    Principal impostor =
        new Principal("ops-1", Principal.Kind.JWT, "https://evil.example", Set.of(), Map.of());
    assertFalse(guard.allows(impostor, "registry.register", false), "a name of another kind");
    assertFalse(guard.allows(impostor, "core.echo", true), "another issuer");
    assertTrue(guard.allows(Principal.ANONYMOUS, "resource file:///etc/motd", true));
    assertTrue(guard.allows(Principal.ANONYMOUS, "complete prompt hello", true));
    assertFalse(guard.allows(Principal.ANONYMOUS, "prompt other", true));
    assertEquals("files:read", guard.scopeFor("files.read", true));
    assertEquals("files:write", guard.scopeFor("files.delete", false));
    assertNull(guard.scopeFor("registry.register", false), "a name opens it, no scope does");
  }

  @Test
  void withoutARuleAllIsAllowed() {
    assertTrue(guard("").isOpen());
    assertTrue(guard("limits: {rates: [{rate: 1/s}]}").allows(key("any"), "any", false));
  }

  @Test
  void whatIsCountedTogetherHasOneMeter() {
    Guard guard =
        guard(
            """
            limits:
              rates:
                - {rate: 10/s}
                - {per: tool, tools: files.*, window: 5/1m}
                - {per: principal-tool, who: guest*, rate: 1/s}
            """);
    Meter[] alice = guard.meters(key("alice"), "files.read");
    Meter[] bob = guard.meters(key("bob"), "files.read");
    assertEquals(2, alice.length);
    assertSame(alice[0], guard.meters(key("alice"), "core.echo")[0]);
    assertNotSame(alice[0], bob[0]);
    assertSame(alice[1], bob[1]);
    assertNotSame(alice[1], guard.meters(key("bob"), "files.write")[1]);
    assertEquals(3, guard.meters(key("guest-1"), "files.read").length);
    assertEquals(5, alice[1].quota());
    assertSame(
        alice[0],
        guard.meters(key("alice", "another:scope"), "x")[0],
        "another credential of the same caller");
  }

  @Test
  void patternsAreThoseOfAPlainTwin() {
    Random random = new Random(20_261_122L);
    for (int i = 0; i < 20_000; i++) {
      String pattern = text(random, "ab.*", 6);
      String name = text(random, "ab.", 7);
      boolean expected = Pattern.matches(pattern.replace(".", "\\.").replace("*", ".*"), name);
      assertEquals(expected, new NamePattern(pattern).matches(name), pattern + " and " + name);
    }
  }

  private static String text(Random random, String letters, int most) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(most + 1);
    for (int i = 0; i < length; i++) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
