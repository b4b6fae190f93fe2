package io.machinenative.axiom.engine.registry.feed;

import java.util.Objects;
import java.util.UUID;

/**
 * Which run of a store this is. Revisions are counted on from run to run, but a store that was
 * brought back from a backup gives numbers out again that others have seen with other changes: so
 * each run has an id, and knows from which one, and from which revision of it, it went on.
 *
 * <pre>
 *   run A: 1 ── 300 (backup) ── 500          run B, restored: began after A's 300, now at 600
 *   who has seen A 300 goes on in B;         who has seen A 500 must read anew
 * </pre>
 *
 * Immutable.
 *
 * @param id of this run; {@link #NO_ID} when it is not known
 * @param previousId of the run before; {@link #NO_ID} when there was none
 * @param startRevision the last of the run before, after which this one began
 */
public record StoreLineage(UUID id, UUID previousId, long startRevision) {
  /** No run has this id. */
  public static final UUID NO_ID = new UUID(0, 0);

  /** Of a store that keeps none: only revisions are compared. */
  public static final StoreLineage UNKNOWN = new StoreLineage(NO_ID, NO_ID, 0);

  public StoreLineage {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(previousId, "previousId");
  }

  /** Of a store that is new. */
  public static StoreLineage began(UUID id) {
    return new StoreLineage(id, NO_ID, 0);
  }

  /**
   * Whether the changes after a revision of some run are those of this run.
   *
   * @param seenId of the run in which the revision was seen; {@link #NO_ID} when it is not known:
   *     then the revision alone has to do
   */
  public boolean goesOn(UUID seenId, long revision) {
    if (seenId.equals(NO_ID) || id.equals(NO_ID) || seenId.equals(id)) {
      return true;
    }
    return seenId.equals(previousId) && revision <= startRevision;
  }
}
