package io.machinenative.axiom.engine.registry.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of range, with what is just inside and just outside. */
class VersionRangeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[1.2,2.0)      ; 1.2.0 1.2.1 1.99.0     ; 1.1.9 2.0.0 2.0.0-rc.1 1.2.0-rc.1",
        "(1.2,2.0]      ; 1.2.1 2.0.0            ; 1.2.0 2.0.1",
        "[1.2,)         ; 1.2.0 9.0.0            ; 1.1.9",
        "(,2.0)         ; 0.0.0 1.9.9            ; 2.0.0",
        "[1.2.3]        ; 1.2.3 1.2.3+build      ; 1.2.4 1.2.3-rc.1",
        "[1.0.0-a,1.0.0-c] ; 1.0.0-a 1.0.0-b 1.0.0-c ; 1.0.0 0.9.0 1.0.0-d",
        "^1.2.3         ; 1.2.3 1.9.0            ; 1.2.2 2.0.0 2.0.0-alpha",
        "^1.2           ; 1.2.0 1.9.9            ; 1.1.9 2.0.0",
        "^1             ; 1.0.0 1.9.9            ; 0.9.9 2.0.0",
        "^0.2.3         ; 0.2.3 0.2.9            ; 0.2.2 0.3.0 1.0.0",
        "^0.0.3         ; 0.0.3                  ; 0.0.2 0.0.4",
        "^0.0           ; 0.0.0 0.0.9            ; 0.1.0",
        "^0             ; 0.0.0 0.9.9            ; 1.0.0",
        "^1.2.3-rc.1    ; 1.2.3-rc.1 1.2.3-rc.2 1.2.3 1.3.0 ; 1.2.3-beta 1.3.0-rc.1 2.0.0",
        "~1.2.3         ; 1.2.3 1.2.9            ; 1.2.2 1.3.0",
        "~1.2           ; 1.2.0 1.2.9            ; 1.3.0 1.1.9",
        "~1             ; 1.0.0 1.9.0            ; 2.0.0",
        "1.x            ; 1.0.0 1.9.9            ; 2.0.0 0.9.9",
        "1.2.x          ; 1.2.0 1.2.9            ; 1.3.0 1.1.9",
        "1.2.*          ; 1.2.0                  ; 1.3.0",
        "1.2            ; 1.2.0 1.2.9            ; 1.3.0",
        "1.2.3          ; 1.2.3                  ; 1.2.4 1.2.2",
        "=1.2.3         ; 1.2.3                  ; 1.2.4",
        "*              ; 0.0.0 1.2.3            ; 1.0.0-rc.1",
        "x              ; 1.2.3                  ; 1.0.0-rc.1",
        ">1.2           ; 1.3.0                  ; 1.2.0 1.2.9",
        ">1.2.3         ; 1.2.4                  ; 1.2.3",
        ">=1.2          ; 1.2.0                  ; 1.1.9",
        "<1.2           ; 1.1.9                  ; 1.2.0",
        "<=1.2          ; 1.2.9                  ; 1.3.0",
        "<=1.2.3        ; 1.2.3                  ; 1.2.4",
        ">=1.2 <2       ; 1.2.0 1.9.9            ; 2.0.0 1.1.0",
        ">= 1.2  < 2    ; 1.2.0                  ; 2.0.0",
        ">=1 >=1.5 <3 <2 ; 1.5.0 1.9.9           ; 1.4.9 2.0.0",
        "^1.2 || [3,4)  ; 1.2.0 3.5.0            ; 2.0.0 4.0.0",
        ">1.0.0-rc.1 <1.0.0 ; 1.0.0-rc.2         ; 1.0.0-rc.1 1.0.0",
      })
  void holdsWhatIsInside(String range, String inside, String outside) {
    VersionRange read = VersionRange.of(range);
    for (String version : inside.split(" ", -1)) {
      assertTrue(read.contains(SemanticVersion.of(version)), version + " in " + range);
    }
    for (String version : outside.split(" ", -1)) {
      assertEquals(false, read.contains(SemanticVersion.of(version)), version + " in " + range);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "||",
        "1 ||",
        "abc",
        "[1.2",
        "1.2)",
        "[1,2,3]",
        "(1.2)",
        "[]",
        "[2,1]",
        "(1,1)",
        ">2 <1",
        "^",
        "~x",
        ">*",
        "1.x.3",
        "1.2.3.4",
        "01.2",
        "1.2-rc",
        "^1.2.3-01",
        "1,2",
        "!1",
        "1999999999999999999"
      })
  void whatIsNoRangeIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> VersionRange.of(text));
  }

  @Test
  void aHostileRangeIsRefusedAtOnce() {
    String text = "1 ".repeat(100_000);
    assertThrows(IllegalArgumentException.class, () -> VersionRange.of(text));
  }
}
