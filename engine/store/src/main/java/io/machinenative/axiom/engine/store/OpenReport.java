package io.machinenative.axiom.engine.store;

import java.util.List;

/**
 * What opening a store found and did. Immutable.
 *
 * @param revision the last one
 * @param records there are
 * @param tornBytes of a commit that was not finished, hence never acknowledged: cut
 * @param viewRebuilt whether the view was made anew from the journal
 * @param notes for the operator, in words; empty after a clean end
 */
public record OpenReport(
    long revision, long records, long tornBytes, boolean viewRebuilt, List<String> notes) {
  public OpenReport {
    notes = List.copyOf(notes);
  }
}
