package io.machinenative.axiom.engine.registry;

import io.machinenative.axiom.engine.registry.form.MalformedRecordException;
import io.machinenative.axiom.engine.registry.form.RecordDecoder;
import io.machinenative.axiom.engine.registry.form.RecordEncoder;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A store, seen as records. For one thread; who reads on another makes one of its own, and only the
 * store's writer writes. Borrows the store.
 */
public final class StoredRecords {
  private final RecordStore store;
  private final RecordEncoder encoder = new RecordEncoder();
  private final RecordDecoder decoder = new RecordDecoder();
  private final UnsafeBuffer readBuffer = new UnsafeBuffer(new byte[RecordStore.MAX_VALUE_BYTES]);

  public StoredRecords(RecordStore store) {
    this.store = Objects.requireNonNull(store, "store");
  }

  /**
   * Reads a record.
   *
   * @throws DamagedRecordException when what is there is not what was written
   */
  public Optional<RegistryRecord> get(RecordKey key) {
    int keyLength = encoder.encode(key);
    int length = store.get(encoder.keyBuffer(), 0, keyLength, readBuffer, 0);
    if (length == RecordStore.NOT_FOUND) {
      return Optional.empty();
    }
    RegistryRecord record;
    try {
      record = decoder.decode(readBuffer, 0, length);
    } catch (MalformedRecordException e) {
      throw damaged(key.toString(), e);
    }
    if (!record.key().equals(key)) {
      throw new DamagedRecordException("expected the record of " + key + ", got " + record.key());
    }
    return Optional.of(record);
  }

  /**
   * Writes a record under its revision.
   *
   * @return a copy of the bytes written
   * @throws StoreFullException before anything was changed
   */
  byte[] put(RegistryRecord record) {
    int length = encoder.encode(record);
    int keyLength = encoder.encode(record.key());
    store.put(encoder.keyBuffer(), 0, keyLength, encoder.buffer(), 0, length, record.revision());
    byte[] bytes = new byte[length];
    encoder.buffer().getBytes(0, bytes);
    return bytes;
  }

  boolean remove(RecordKey key, long revision) {
    return store.remove(encoder.keyBuffer(), 0, encoder.encode(key), revision);
  }

  /**
   * Shows every record, in no order.
   *
   * @param onDamaged is shown the key of one that cannot be read, and why
   */
  public void forEach(
      Consumer<RegistryRecord> onRecord, BiConsumer<String, DamagedRecordException> onDamaged) {
    store.forEach((key, keyOffset, keyLength, value, valueOffset, valueLength, revision) -> {
      RegistryRecord record;
      try {
        record = decoder.decode(value, valueOffset, valueLength);
      } catch (MalformedRecordException e) {
        String name = key.getStringWithoutLengthAscii(keyOffset, keyLength);
        onDamaged.accept(name, damaged(name, e));
        return;
      }
      onRecord.accept(record);
    });
  }

  private static DamagedRecordException damaged(String key, MalformedRecordException cause) {
    DamagedRecordException damaged =
        new DamagedRecordException("the record of " + key + " is damaged: " + cause.getMessage());
    damaged.initCause(cause);
    return damaged;
  }
}
