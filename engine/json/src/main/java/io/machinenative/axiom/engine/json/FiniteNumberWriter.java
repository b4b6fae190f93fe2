package io.machinenative.axiom.engine.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * Writes float and double, and refuses NaN and the infinities, which JSON does not have. Stateless.
 */
final class FiniteNumberWriter extends ValueSerializer<Number> {
  @Override
  public void serialize(Number number, JsonGenerator generator, SerializationContext context) {
    if (!Double.isFinite(number.doubleValue())) {
      throw new IllegalArgumentException(
          "expected a finite number, which JSON can hold, got " + number);
    }
    if (number instanceof Float single) {
      generator.writeNumber(single.floatValue());
    } else {
      generator.writeNumber(number.doubleValue());
    }
  }
}
