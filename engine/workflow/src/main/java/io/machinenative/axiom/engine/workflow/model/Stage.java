package io.machinenative.axiom.engine.workflow.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One step of a {@link Pipeline}. Immutable.
 *
 * @param needs stages that come before, the one it reads from among them
 * @param from the one it reads from, where it says so
 * @param timeoutNs most time of one attempt
 */
public record Stage(
    String name,
    Call call,
    List<String> needs,
    Optional<String> from,
    OptionalLong timeoutNs,
    ErrorPolicy onError) {
  /**
   * An operation with its parameters, placeholders and all.
   *
   * @param parameters Map, or a text with a placeholder for one
   */
  public record Call(String operation, Object parameters) {}

  /** Names of the operations that it may run as: its own, and the one that stands in for it. */
  public Stream<String> operations() {
    return Stream.concat(Stream.of(call), onError.fallback().stream()).map(Call::operation);
  }

  public Stage {
    needs = List.copyOf(needs);
  }
}
