package io.machinenative.axiom.engine.registry.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions as semver.org, sections 2 to 11, has them. */
class SemanticVersionTest {
  /** Section 11's own example, with more around it, from low to high. */
  private static final List<String> ASCENDING =
      List.of(
          "0.0.0-0",
          "0.0.0",
          "0.9.10",
          "1.0.0--",
          "1.0.0-alpha",
          "1.0.0-alpha.1",
          "1.0.0-alpha.1.0",
          "1.0.0-alpha.beta",
          "1.0.0-beta",
          "1.0.0-beta.2",
          "1.0.0-beta.11",
          "1.0.0-beta.100000000000000000000000",
          "1.0.0-rc.1",
          "1.0.0-rc1",
          "1.0.0",
          "1.0.1",
          "1.2.0",
          "1.10.0",
          "2.0.0",
          "10.0.0",
          "999999999999999999.0.0");

  @Test
  void precedenceIsThatOfTheSpecification() {
    for (int i = 0; i < ASCENDING.size(); i++) {
      for (int j = 0; j < ASCENDING.size(); j++) {
        SemanticVersion left = SemanticVersion.of(ASCENDING.get(i));
        SemanticVersion right = SemanticVersion.of(ASCENDING.get(j));
        assertEquals(
            Integer.signum(Integer.compare(i, j)),
            Integer.signum(left.compareTo(right)),
            left + " and " + right);
        assertEquals(i == j, left.equals(right));
      }
    }
  }

  @Test
  void buildsDifferWithoutPrecedence() {
    SemanticVersion one = SemanticVersion.of("1.0.0+a.001");
    SemanticVersion other = SemanticVersion.of("1.0.0+b");
    assertEquals(0, one.comparePrecedence(other));
    assertTrue(one.compareTo(other) < 0);
    assertEquals("1.0.0+a.001", one.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2",
        "v1.2.3",
        "1.2.3.4",
        "01.2.3",
        "1.02.3",
        "1.2.3-",
        "1.2.3-01",
        "1.2.3-a..b",
        "1.2.3+",
        "1.2.3-ä",
        "-1.2.3",
        "1.2.3 ",
        "1.2.x",
        "9999999999999999999.0.0",
        "1.2.3-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void whatIsNoVersionIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> SemanticVersion.of(text));
  }
}
