package io.machinenative.axiom.api;

/**
 * A tool's face for records. The input was checked against the JSON Schema of its record before.
 *
 * <p>A record holds String, boolean, numbers, enums, records, {@code List<X>}, {@code Map<String,
 * X>}, at most one {@link Bytes}, and Object, which takes any JSON value as Map, List, String,
 * Boolean, Number or null. {@link Description} and {@link Constraint} say more of a component,
 * {@link JsonName} of an enum constant. Whatever else the record's own constructor refuses with an
 * IllegalArgumentException fails the call with INVALID_ARGUMENT.
 *
 * @param <I> record of the arguments
 * @param <O> record of the result
 */
@FunctionalInterface
public interface TypedHandler<I extends Record, O extends Record> {
  /**
   * Serves one call.
   *
   * @return the result, never null
   * @throws ToolException to fail the call with a status and a message that the caller sees
   * @throws Exception anything else fails the call with TOOL_FAULT, is counted and recorded, and
   *     its text is not sent
   */
  O handle(I input, CallContext call) throws Exception;
}
