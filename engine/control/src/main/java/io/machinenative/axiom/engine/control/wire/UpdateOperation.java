package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.codec.RecordHealth;
import io.machinenative.axiom.codec.RecordStatus;
import io.machinenative.axiom.codec.UpdateRecordDecoder;
import io.machinenative.axiom.engine.pipeline.RegistryRequest;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.model.Content;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Lease;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RecordUpdate;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Status;
import java.util.Optional;

/** UpdateRecord. */
final class UpdateOperation implements RegistryOperation {
  private final Registry registry;
  private final RecordIntake records = new RecordIntake();
  private final UpdateRecordDecoder decoder = new UpdateRecordDecoder();
  private final OutcomeReply outcomes = new OutcomeReply();

  UpdateOperation(Registry registry) {
    this.registry = registry;
  }

  @Override
  public boolean isChange() {
    return true;
  }

  @Override
  public int run(RegistryRequest request, ReplyBuffer reply) {
    decoder.wrap(request.buffer(), request.offset(), request.blockLength(), request.version());
    long expected = decoder.expectedRevision();
    long leaseMs = decoder.leaseMs();
    Optional<Status> status =
        WireValues.optional(
            Status.values(), decoder.statusRaw(), RecordStatus.NULL_VAL.value(), "status");
    Optional<Health> health =
        WireValues.optional(
            Health.values(), decoder.healthRaw(), RecordHealth.NULL_VAL.value(), "health");
    RecordKey key = RecordKey.parse(decoder.key());
    RecordUpdate update =
        new RecordUpdate(
            content(key, request),
            status,
            health,
            leaseMs == UpdateRecordDecoder.leaseMsNullValue()
                ? Optional.empty()
                : Optional.of(Lease.ofMs(leaseMs)));
    return outcomes.write(registry.update(key, expected, update), expected, request, reply);
  }

  private Optional<Content> content(RecordKey key, RegistryRequest request) {
    int length = decoder.recordLength();
    if (length == 0) {
      return Optional.empty();
    }
    int offset = decoder.limit() + UpdateRecordDecoder.recordHeaderLength();
    RegistryRecord record = records.read(request.buffer(), offset, length);
    if (!record.key().equals(key)) {
      throw new IllegalArgumentException(
          "expected a record with the key " + key + ", got " + record.key());
    }
    return Optional.of(record.content());
  }
}
