package io.machinenative.axiom.engine.registry.feed;

import io.machinenative.axiom.engine.registry.form.RecordDecoder;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import java.util.Objects;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One change of the registry. Immutable, any thread; its bytes are shared and must not be written.
 */
public final class Change {
  /** What happened to the record. */
  public enum Type {
    /** It came. */
    REGISTERED,
    /** It was changed. */
    UPDATED,
    /** Its lease expired, and it is inactive now. */
    EXPIRED,
    /** A heartbeat brought it back after its lease had expired. */
    REVIVED,
    /** It went: somebody said so, or it was expired for too long. */
    REMOVED
  }

  private final long revision;
  private final Type type;
  private final RecordKey key;
  private final byte[] recordBytes;

  /**
   * @param recordBytes of the record after the change, owned from here on; empty when it went
   */
  public Change(long revision, Type type, RecordKey key, byte[] recordBytes) {
    this.revision = revision;
    this.type = Objects.requireNonNull(type, "type");
    this.key = Objects.requireNonNull(key, "key");
    this.recordBytes = Objects.requireNonNull(recordBytes, "recordBytes");
  }

  /** One above that of the change before. */
  public long revision() {
    return revision;
  }

  public Type type() {
    return type;
  }

  public RecordKey key() {
    return key;
  }

  /** The record after the change as a RegistryRecord message; of no length when it went. */
  public DirectBuffer recordBytes() {
    return new UnsafeBuffer(recordBytes);
  }

  /** Length of {@link #recordBytes}. */
  public int recordLength() {
    return recordBytes.length;
  }

  /** The record after the change, decoded anew each time; empty when it went. */
  public Optional<RegistryRecord> record() {
    return recordBytes.length == 0
        ? Optional.empty()
        : Optional.of(
            new RecordDecoder().decode(new UnsafeBuffer(recordBytes), 0, recordBytes.length));
  }

  @Override
  public String toString() {
    return revision + " " + type + " " + key;
  }
}
