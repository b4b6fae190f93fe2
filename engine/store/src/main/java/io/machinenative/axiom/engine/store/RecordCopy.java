package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.RecordStore;
import org.agrona.MutableDirectBuffer;

/** Copies a record out of a view, checked. Stateless; allocates nothing. */
final class RecordCopy {
  private RecordCopy() {}

  /**
   * Copies the value of the slot's key.
   *
   * @return its length, or {@link RecordStore#NOT_FOUND}
   */
  static int copy(MapView map, ReadSlots.Slot slot, MutableDirectBuffer into, int intoOffset) {
    Cell value = slot.value();
    if (!map.load(slot.key(), value)) {
      return RecordStore.NOT_FOUND;
    }
    RecordBatch.requireWhole(slot.key(), value);
    int length = value.valueLength();
    if (into.capacity() - intoOffset >= length) {
      ShortCopy.copy(value.address() + Cell.ENVELOPE_BYTES, into, intoOffset, length);
    }
    return length;
  }
}
