package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.DamagedRecordException;
import io.machinenative.axiom.engine.registry.RecordStore;
import org.agrona.ExpandableArrayBuffer;

/**
 * Copies of records, one behind the other: key length, envelope length, key, envelope. One thread;
 * grows to the largest batch.
 */
final class RecordBatch {
  private static final int LENGTHS_BYTES = 2 * Integer.BYTES;

  private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(64 * 1024);
  private int end;

  void clear() {
    end = 0;
  }

  void add(Cell key, Cell envelope) {
    bytes.putInt(end, key.length());
    bytes.putInt(end + Integer.BYTES, envelope.length());
    bytes.putBytes(end + LENGTHS_BYTES, key.buffer(), 0, key.length());
    int at = end + LENGTHS_BYTES + key.length();
    bytes.putBytes(at, envelope.buffer(), 0, envelope.length());
    end = at + envelope.length();
  }

  /** Checks and shows each record; of one whose checksum is wrong the visitor is told. */
  void forEach(ReadSlots.Slot slot, RecordStore.Visitor visitor) {
    Cell key = slot.key();
    Cell value = slot.value();
    int at = 0;
    while (at < end) {
      int keyLength = bytes.getInt(at);
      int envelopeLength = bytes.getInt(at + Integer.BYTES);
      key.set(bytes, at + LENGTHS_BYTES, keyLength);
      value.set(bytes, at + LENGTHS_BYTES + keyLength, envelopeLength);
      at += LENGTHS_BYTES + keyLength + envelopeLength;
      if (value.isWhole(key)) {
        visitor.onRecord(
            key.buffer(),
            0,
            keyLength,
            value.buffer(),
            Cell.ENVELOPE_BYTES,
            value.valueLength(),
            value.revision());
      } else {
        visitor.onDamaged(key.buffer(), 0, keyLength, damaged(key, value));
      }
    }
  }

  /**
   * Checks an envelope.
   *
   * @throws DamagedRecordException when its checksum is wrong
   */
  static void requireWhole(Cell key, Cell envelope) {
    if (!envelope.isWhole(key)) {
      throw damaged(key, envelope);
    }
  }

  private static DamagedRecordException damaged(Cell key, Cell envelope) {
    return new DamagedRecordException(
        "the record %s is damaged in the view: expected the checksum %08x, actual %08x of %d bytes"
            .formatted(
                key.buffer().getStringWithoutLengthAscii(0, key.length()),
                envelope.storedChecksum(),
                envelope.computedChecksum(key),
                envelope.length()));
  }
}
