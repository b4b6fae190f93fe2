package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.codec.DeregisterRecordDecoder;
import io.machinenative.axiom.engine.pipeline.RegistryRequest;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.model.RecordKey;

/** DeregisterRecord. */
final class DeregisterOperation implements RegistryOperation {
  private final Registry registry;
  private final DeregisterRecordDecoder decoder = new DeregisterRecordDecoder();
  private final OutcomeReply outcomes = new OutcomeReply();

  DeregisterOperation(Registry registry) {
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
    RecordKey key = RecordKey.parse(decoder.key());
    return outcomes.write(registry.deregister(key, expected), expected, request, reply);
  }
}
