package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.JsonName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Records that the tests bind. */
final class Samples {
  private Samples() {}

  enum Colour {
    @JsonName("dark-red")
    DARK_RED,
    GREEN
  }

  @Description("A place on a plane.")
  record Point(@Description("To the right.") double x, double y) {}

  /** Holds itself. */
  record Node(
      String label,
      @Constraint(optional = true) List<Node> children,
      @Constraint(optional = true, defaultValue = "1") int weight) {}

  @Description("Everything that a record may hold.")
  record Everything(
      @Description("A text.") @Constraint(minLength = 1, maxLength = 8, pattern = "^[a-z]*$")
          String text,
      boolean truth,
      @Constraint(minimum = -5, maximum = 1e6) int whole,
      long big,
      Double fraction,
      BigInteger huge,
      BigDecimal exact,
      Colour colour,
      @Description("Where it is.") Point point,
      @Constraint(maxLength = 3) List<Point> path,
      Map<String, Long> counts,
      Object any,
      @Constraint(optional = true) String maybe,
      @Constraint(optional = true, defaultValue = "\"GREEN\"") Colour preset,
      @Constraint(optional = true, defaultValue = "{\"x\":1.5,\"y\":0}") Point origin) {}

  record Blob(
      String name, Bytes data, @Constraint(optional = true, defaultValue = "7") Integer level) {}

  record MaybeBlob(
      @Constraint(optional = true) Bytes data, @Constraint(optional = true) String text) {}

  record Empty() {}

  record Total(long value) {}
}
