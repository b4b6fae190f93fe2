package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.codec.RegisterRecordDecoder;
import io.machinenative.axiom.engine.pipeline.RegistryRequest;
import io.machinenative.axiom.engine.registry.Outcome;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;

/** RegisterRecord. */
final class RegisterOperation implements RegistryOperation {
  private final Registry registry;
  private final RecordIntake records = new RecordIntake();
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
    RegistryRecord record = records.read(request.buffer(), offset, length);
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
    return registry.register(asked, expected);
  }
}
