package io.machinenative.axiom.engine.registry.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The taxonomy of names: what is good, what is not, and what is suggested instead. */
class NamesTest {
  private static final long SEED = Long.getLong("axiom.seed", 2026);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "payments-checkout-service-v2",
        "payments-card-checkout-service-v2",
        "com.acme.billing",
        "com.acme.billing-2.invoice-reader",
        "core.echo"
      })
  void goodNamesAreGood(String name) {
    assertEquals(Optional.empty(), Names.check(name, "service", 2));
  }

  @ParameterizedTest
  @CsvSource({
    "CheckoutService,          CANONICAL_KEBAB, default-checkout-service-v2",
    "payments_checkout,        CANONICAL_KEBAB, payments-checkout-service-v2",
    "Payments Checkout V2,     CANONICAL_KEBAB, payments-checkout-service-v2",
    "HTTPServer,               CANONICAL_KEBAB, http-server-service-v2",
    "-a--b-,                   CANONICAL_KEBAB, a-b-service-v2",
    "2fast-2furious,           CANONICAL_KEBAB, fast-n2furious-service-v2",
    "payments-checkout,        CANONICAL,       payments-checkout-service-v2",
    "payments-checkout-service-v1, CANONICAL,   payments-checkout-service-v2",
    "payments-checkout-tool-v2, CANONICAL,      payments-checkout-tool-service-v2",
    "service,                  CANONICAL,       default-service-service-v2",
    "com.Acme.Billing,         KEBAB,           com.acme.billing",
    "com..acme,                KEBAB,           com.acme",
    ".com.acme,                KEBAB,           com.acme",
    "Größe-übung,              CANONICAL_KEBAB, gro-e-ubung-service-v2",
    "p\u0430yments-checkout,   CANONICAL_KEBAB, p-yments-checkout-service-v2",
    "'<script>alert(1)</script>', CANONICAL_KEBAB, script-alert-1-script-service-v2",
    "'../../etc/passwd',       KEBAB,           etc-passwd-service-v2",
    "日本,                      CANONICAL_KEBAB, ''",
    "'',                       NOT_EMPTY,       ''"
  })
  void violationsComeWithASuggestion(String name, String rule, String suggestion) {
    NameViolation violation = Names.check(name, "service", 2).orElseThrow();
    NameRule expected = NameRule.valueOf(rule.replace("CANONICAL_KEBAB", "KEBAB"));
    assertEquals(new NameViolation(expected, name, suggestion), violation);
    if (!suggestion.isEmpty()) {
      assertEquals(Optional.empty(), Names.check(suggestion, "service", 2), suggestion);
    }
  }

  @Test
  void lengthsAreThoseOfDns() {
    String longest = "a-" + "b".repeat(253 - "a--service-v2".length()) + "-service-v2";
    assertEquals(253, longest.length());
    assertEquals(Optional.empty(), Names.check(longest, "service", 2));
    assertEquals(
        NameRule.WITHIN_253, Names.check("b" + longest, "service", 2).orElseThrow().rule());
    assertEquals(
        NameRule.LABEL_WITHIN_63,
        Names.check("com." + "a".repeat(64), "service", 2).orElseThrow().rule());
    assertEquals(Optional.empty(), Names.check("com." + "a".repeat(63), "service", 2));
  }

  /** Whatever comes, what is suggested keeps to all rules. */
  @Test
  void everySuggestionKeepsToTheRules() {
    SplittableRandom random = new SplittableRandom(SEED);
    String alphabet = "abzABZ019-_. /<>\u00e4\u0430\u202e\u0000\ud83d\ude00v";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder name = new StringBuilder();
      int length = random.nextInt(random.nextInt(8) == 0 ? 600 : 30);
      for (int i = 0; i < length; i++) {
        name.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Names.check(name.toString(), "resource", 10)
          .map(NameViolation::suggestion)
          .filter(suggestion -> !suggestion.isEmpty())
          .ifPresent(suggestion ->
              assertEquals(
                  Optional.empty(),
                  Names.check(suggestion, "resource", 10),
                  name + ", -Daxiom.seed=" + SEED));
    }
  }

  @Test
  void aVeryLongNameTakesNoTime() {
    String name = "aA-".repeat(1_000_000);
    String suggestion = Names.check(name, "tool", 1).orElseThrow().suggestion();
    assertTrue(suggestion.length() <= Names.MAX_CHARS, "length " + suggestion.length());
  }

  @Test
  void canonicalNamesAreTakenApart() {
    assertEquals(
        Optional.of(new CanonicalName("payments", "card-checkout", "service", 12)),
        CanonicalName.parse("payments-card-checkout-service-v12"));
    assertEquals(
        "payments-card-checkout-service-v12",
        new CanonicalName("payments", "card-checkout", "service", 12).toString());
    for (String none : List.of("a-b-v1", "a-b-tool", "a-b-tool-v01", "A-b-tool-v1", "a-b-tool-v")) {
      assertEquals(Optional.empty(), CanonicalName.parse(none), none);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "httpServer,     KEBAB,           http-server",
    "HTTPServer,     KEBAB,           http-server",
    "HTTP_SERVER,    KEBAB,           http-server",
    "http server v2, KEBAB,           http-server-v2",
    "HTTPServerV2,   KEBAB,           http-server-v2",
    "ipv4Address,    KEBAB,           ipv4-address",
    "http-server,    CAMEL,           httpServer",
    "http-server,    PASCAL,          HttpServer",
    "http-server,    SNAKE,           http_server",
    "http-server,    SCREAMING_SNAKE, HTTP_SERVER",
    "http-server,    DOT,             http.server",
    "http-server,    TITLE,           Http Server",
    "'',             PASCAL,          ''",
    "---,            CAMEL,           ''"
  })
  void casesConvert(String from, NameCase nameCase, String to) {
    assertEquals(to, nameCase.of(from));
  }

  @Test
  void thereAndBackIsTheSame() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder kebab = new StringBuilder();
      for (int word = random.nextInt(1, 5); word > 0; word--) {
        kebab.append((char) ('a' + random.nextInt(26)));
        for (int i = random.nextInt(1, 6); i > 0; i--) {
          kebab.append((char) (random.nextInt(4) == 0 ? '0' + random.nextInt(10) : 'a'));
        }
        kebab.append(word > 1 ? "-" : "");
      }
      for (NameCase nameCase : NameCase.values()) {
        String there = nameCase.of(kebab.toString());
        assertEquals(kebab.toString(), NameCase.KEBAB.of(there), there + ", -Daxiom.seed=" + SEED);
      }
    }
  }

  @Test
  void kebabIsKebab() {
    assertTrue(Names.isKebab("a-b2"));
    assertFalse(Names.isKebab("a.b"));
    assertFalse(Names.isKebab("2a"));
  }
}
