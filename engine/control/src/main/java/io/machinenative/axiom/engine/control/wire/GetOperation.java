package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.codec.GetRecordDecoder;
import io.machinenative.axiom.codec.RecordReplyEncoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.RegistryRequest;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import java.util.Optional;

/** GetRecord. */
final class GetOperation implements RegistryOperation {
  private final Registry registry;
  private final GetRecordDecoder decoder = new GetRecordDecoder();
  private final RecordReplyEncoder encoder = new RecordReplyEncoder();

  GetOperation(Registry registry) {
    this.registry = registry;
  }

  @Override
  public int run(RegistryRequest request, ReplyBuffer reply) {
    decoder.wrap(request.buffer(), request.offset(), request.blockLength(), request.version());
    Optional<RegistryRecord> found = registry.get(RecordKey.parse(decoder.key()));
    int recordBytes = found.map(reply.records()::encode).orElse(0);
    encoder
        .wrapAndApplyHeader(reply.buffer(), 0, reply.header())
        .correlationId(request.correlationId())
        .revision(registry.revision())
        .putRecord(reply.records().buffer(), 0, recordBytes);
    return WireLimits.HEADER_BYTES + encoder.encodedLength();
  }
}
