package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.RecordKey;

/** A record in the index: its ordinal, and the postings that it is in. For one thread. */
final class Indexed implements Position {
  private final RecordKey key;
  private final int ordinal;
  private Posting[] postings = new Posting[0];
  private Indexed before;
  private Indexed behind;

  Indexed(RecordKey key, int ordinal) {
    this.key = key;
    this.ordinal = ordinal;
  }

  @Override
  public RecordKey key() {
    return key;
  }

  int ordinal() {
    return ordinal;
  }

  /** The neighbour in the order of keys; null at the front. */
  Indexed before() {
    return before;
  }

  /** The neighbour in the order of keys; null at the end. */
  Indexed behind() {
    return behind;
  }

  /** Goes between two neighbours, either of which may be null. */
  void linkBetween(Indexed lower, Indexed higher) {
    before = lower;
    behind = higher;
    if (lower != null) {
      lower.behind = this;
    }
    if (higher != null) {
      higher.before = this;
    }
  }

  /** Goes; its neighbours become each other's. */
  void unlink() {
    if (before != null) {
      before.behind = behind;
    }
    if (behind != null) {
      behind.before = before;
    }
  }

  Posting[] postings() {
    return postings;
  }

  /** Goes out of postings that are not among those, and into those that it was not in. */
  void moveTo(Posting[] next) {
    for (Posting posting : postings) {
      if (!isAmong(posting, next)) {
        posting.remove(ordinal);
      }
    }
    for (Posting posting : next) {
      if (!isAmong(posting, postings)) {
        posting.add(ordinal);
      }
    }
    postings = next;
  }

  private static boolean isAmong(Posting posting, Posting[] postings) {
    for (Posting other : postings) {
      if (other == posting) {
        return true;
      }
    }
    return false;
  }
}
