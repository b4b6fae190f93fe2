package io.machinenative.axiom.engine.hosting;

import java.util.Map;
import java.util.Optional;

/**
 * What the operator says of a plugin. Immutable.
 *
 * @param configuration for the plugin, over the defaults of its manifest
 * @param errors what follows a fault
 * @param healthPeriodNs between two looks at its health
 * @param rollback when a new version is taken back; empty: never by itself
 */
public record OperatorSettings(
    Map<String, Object> configuration,
    ErrorPolicy errors,
    long healthPeriodNs,
    Optional<RollbackRule> rollback) {
  static final long HEALTH_PERIOD_NS = 30_000_000_000L;

  /** Nothing was said. */
  public static final OperatorSettings NONE =
      new OperatorSettings(Map.of(), ErrorPolicy.CONTINUE, HEALTH_PERIOD_NS, Optional.empty());

  /** The same with another configuration. */
  public OperatorSettings with(Map<String, Object> other) {
    return new OperatorSettings(other, errors, healthPeriodNs, rollback);
  }
}
