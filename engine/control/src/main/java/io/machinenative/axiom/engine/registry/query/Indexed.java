package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.RecordKey;

/** A record in the index: its ordinal, and the postings that it is in. For one thread. */
final class Indexed implements Position {
  private final RecordKey key;
  private final int ordinal;
  private Posting[] postings = new Posting[0];

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
