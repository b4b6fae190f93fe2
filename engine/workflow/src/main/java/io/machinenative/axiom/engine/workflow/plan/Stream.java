package io.machinenative.axiom.engine.workflow.plan;

import java.util.List;
import java.util.Set;

/**
 * Stages that are connected and run at the same time; or a single one that is not connected.
 * Immutable.
 *
 * @param index in the {@link Plan}
 * @param stages names, writers before readers
 * @param needs indexes of streams that must be over before
 * @param level 0 for one that needs none, else one more than the highest that it needs
 * @param aheadNs how long it and what waits for it took before; 0 when that is not known
 */
public record Stream(int index, List<String> stages, Set<Integer> needs, int level, long aheadNs) {
  public Stream {
    stages = List.copyOf(stages);
    needs = Set.copyOf(needs);
  }
}
