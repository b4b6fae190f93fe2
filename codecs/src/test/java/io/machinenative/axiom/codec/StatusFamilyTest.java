package io.machinenative.axiom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A status is treated by its thousands, known or not. */
final class StatusFamilyTest {
  @Test
  void everyCodeThatCanTravelHasAFamily() {
    for (int code = 0; code <= 0xFFFF; code++) {
      StatusFamily expected;
      if (code == 0) {
        expected = StatusFamily.SUCCESS;
      } else if (code < 1000) {
        expected = StatusFamily.UNKNOWN;
      } else if (code < 2000) {
        expected = StatusFamily.REQUEST;
      } else if (code < 3000) {
        expected = StatusFamily.NOT_STARTED;
      } else if (code < 4000) {
        expected = StatusFamily.UNCERTAIN;
      } else if (code < 5000) {
        expected = StatusFamily.TOOL;
      } else if (code < 6000) {
        expected = StatusFamily.SESSION;
      } else {
        expected = StatusFamily.UNKNOWN;
      }
      assertEquals(expected, StatusFamily.of(code), "code " + code);
    }
  }

  @Test
  void everyStatusOfTheSchemaIsOfAKnownFamily() {
    for (Status status : Status.values()) {
      boolean valid = status != Status.NULL_VAL && status != Status.SBE_UNKNOWN;
      assertEquals(valid, StatusFamily.of(status) != StatusFamily.UNKNOWN, status.name());
    }
  }

  @Test
  void retriesOnlyWhereItIsSafe() {
    for (int code = 0; code <= 0xFFFF; code++) {
      StatusFamily family = StatusFamily.of(code);
      boolean notStarted = code / 1000 == 2;
      boolean uncertain = code / 1000 == 3;
      assertEquals(notStarted, family.retryIsSafe(false), "code " + code);
      assertEquals(notStarted || uncertain, family.retryIsSafe(true), "code " + code);
    }
  }

  @Test
  void codesThatCannotTravelAreUnknown() {
    assertEquals(StatusFamily.UNKNOWN, StatusFamily.of(-1));
    assertEquals(StatusFamily.UNKNOWN, StatusFamily.of(Integer.MIN_VALUE));
    assertEquals(StatusFamily.UNKNOWN, StatusFamily.of(Integer.MAX_VALUE));
    assertFalse(StatusFamily.UNKNOWN.retryIsSafe(true));
    assertTrue(StatusFamily.of(Status.OVERLOADED).retryIsSafe(false));
  }
}
