package io.machinenative.axiom.engine.registry.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of {@link Status}, every cell of it. */
class StatusTest {
  private static final String TABLE =
      """
      registering    = x x - x - x
      active         - = x x x x x
      inactive       x x = x x x x
      deprecated     - x x = x - x
      error          x x x - = x x
      maintenance    - x x x x = x
      unregistering  - - - - - - =
      """;

  @Test
  void goesWhereTheTableSays() {
    List<String> rows = TABLE.lines().toList();
    for (Status from : Status.values()) {
      String[] cells = rows.get(from.ordinal()).split("\\s+", -1);
      assertEquals(from.label(), cells[0]);
      for (Status to : Status.values()) {
        String cell = cells[to.ordinal() + 1];
        assertEquals(!cell.equals("-"), from.mayBecome(to), from + " to " + to);
        assertEquals(cell.equals("="), from == to);
      }
    }
  }

  @Test
  void expiryAndRevivalAreTransitionsOfTheTable() {
    for (Status status : Status.values()) {
      if (status.expires()) {
        assertTrue(status.mayBecome(Status.INACTIVE), status + " expires");
        assertTrue(Status.INACTIVE.mayBecome(status), status + " comes back");
      }
    }
  }

  @Test
  void labelsAreRead() {
    Arrays.stream(Status.values()).forEach(s -> assertEquals(s, Status.of(s.label())));
    Arrays.stream(Health.values()).forEach(h -> assertEquals(h, Health.of(h.label())));
    Arrays.stream(Kind.values()).forEach(k -> assertEquals(k, Kind.of(k.label())));
    assertThrows(IllegalArgumentException.class, () -> Status.of("ACTIVE"));
    assertFalse(Status.UNREGISTERING.mayBegin());
  }
}
