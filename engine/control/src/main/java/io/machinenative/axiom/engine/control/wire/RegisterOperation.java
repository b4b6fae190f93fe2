package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.codec.RegisterRecordDecoder;
import io.machinenative.axiom.engine.pipeline.RegistryRequest;
import io.machinenative.axiom.engine.registry.Outcome;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.form.RecordDecoder;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import java.util.List;
import java.util.Optional;

/** RegisterRecord. */
final class RegisterOperation implements RegistryOperation {
  /** There must be no such record. */
  private static final long NONE = 0;

  private final Registry registry;
  private final RecordDecoder records = new RecordDecoder();
  private final RegisterRecordDecoder decoder = new RegisterRecordDecoder();
  private final OutcomeReply outcomes = new OutcomeReply();

  RegisterOperation(Registry registry) {
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
    if (expected < Registry.ANY_REVISION) {
      throw new IllegalArgumentException("expectedRevision: expected -1 or more, got " + expected);
    }
    int length = decoder.recordLength();
    int offset = decoder.limit() + RegisterRecordDecoder.recordHeaderLength();
    RegistryRecord record = records.decode(request.buffer(), offset, length);
    return outcomes.write(register(record, expected), expected, request, reply);
  }

  private Outcome register(RegistryRecord record, long expected) {
    Registration asked =
        new Registration(
            record.key(),
            record.content(),
            record.status(),
            record.health(),
            record.lease().renewed());
    if (expected > NONE) {
      Optional<Outcome> refusal = unexpected(record.key(), expected);
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    return registry.register(
        asked, expected == NONE ? Registry.IfExists.REFUSE : Registry.IfExists.REPLACE);
  }

  private Optional<Outcome> unexpected(RecordKey key, long expected) {
    Optional<RegistryRecord> before = registry.get(key);
    if (before.isEmpty()) {
      String message = "expected revision " + expected + " of " + key + ", got no record";
      return Optional.of(new Outcome.Refused(Outcome.Reason.NOT_FOUND, message, 0, List.of()));
    }
    long revision = before.get().revision();
    if (revision != expected) {
      String message = "expected revision " + expected + " of " + key + ", got " + revision;
      return Optional.of(
          new Outcome.Refused(Outcome.Reason.REVISION_CONFLICT, message, revision, List.of()));
    }
    return Optional.empty();
  }
}
