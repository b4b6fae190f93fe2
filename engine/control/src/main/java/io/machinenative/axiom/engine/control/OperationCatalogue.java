package io.machinenative.axiom.engine.control;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The operations that plugins offer to pipelines, by name. Any thread reads an immutable snapshot;
 * changes come one at a time.
 */
public final class OperationCatalogue {
  private volatile Map<String, ServedOperation> byName = Map.of();

  /** The one that serves a name now. */
  public Optional<ServedOperation> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All, by name. */
  public Collection<ServedOperation> all() {
    return byName.values();
  }

  /**
   * Looks whether a change can be made.
   *
   * @throws IllegalArgumentException when {@link #replace} would fail
   */
  public void check(List<OperationSet> gone, List<OperationSet> come) {
    next(gone, come);
  }

  /**
   * Puts the operations of one version in the place of another's, whose running ones go on.
   *
   * @throws IllegalArgumentException when another plugin has a name already; nothing is changed
   */
  public synchronized void replace(List<OperationSet> gone, List<OperationSet> come) {
    byName = next(gone, come);
    gone.forEach(OperationSet::retire);
  }

  private Map<String, ServedOperation> next(List<OperationSet> gone, List<OperationSet> come) {
    Map<String, ServedOperation> next = new TreeMap<>(byName);
    for (OperationSet set : gone) {
      set.operations().forEach(operation -> next.remove(operation.name()));
    }
    for (OperationSet set : come) {
      for (ServedOperation operation : set.operations()) {
        ServedOperation other = next.putIfAbsent(operation.name(), operation);
        if (other != null) {
          throw new IllegalArgumentException(
              "expected a free name for the operation " + operation + ", it is taken by " + other);
        }
      }
    }
    return next;
  }
}
