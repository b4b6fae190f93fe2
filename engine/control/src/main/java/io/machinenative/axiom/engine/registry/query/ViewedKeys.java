package io.machinenative.axiom.engine.registry.query;

import org.agrona.collections.Long2LongHashMap;

/** Which records a view shows; each name is asked for once. For one query, one thread. */
final class ViewedKeys {
  private static final long UNKNOWN = -1;

  private final RecordView view;
  private final Keys keys;
  private final Long2LongHashMap known = new Long2LongHashMap(UNKNOWN);

  ViewedKeys(RecordView view, Keys keys) {
    this.view = view;
    this.keys = keys;
  }

  boolean shows(int ordinal) {
    if (view == RecordView.ALL) {
      return true;
    }
    long name = (long) keys.nameNumber(ordinal) << Byte.SIZE | keys.kind(ordinal);
    long shown = known.get(name);
    if (shown == UNKNOWN) {
      shown = view.shows(keys.key(ordinal)) ? 1 : 0;
      known.put(name, shown);
    }
    return shown == 1;
  }
}
