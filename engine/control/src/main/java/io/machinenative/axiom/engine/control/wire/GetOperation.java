package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.codec.GetRecordDecoder;
import io.machinenative.axiom.codec.RecordReplyEncoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.control.Visibility;
import io.machinenative.axiom.engine.pipeline.RegistryRequest;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import java.util.Optional;

/** GetRecord. */
final class GetOperation implements RegistryOperation {
  private final Registry registry;
  private final Visibility visibility;
  private final GetRecordDecoder decoder = new GetRecordDecoder();
  private final RecordReplyEncoder encoder = new RecordReplyEncoder();

  GetOperation(Registry registry, Visibility visibility) {
    this.registry = registry;
    this.visibility = visibility;
  }

  @Override
  public int run(RegistryRequest request, ReplyBuffer reply) {
    decoder.wrap(request.buffer(), request.offset(), request.blockLength(), request.version());
    RecordKey key = RecordKey.parse(decoder.key());
    Optional<RegistryRecord> found =
        visibility.records(request.principal()).shows(key) ? registry.get(key) : Optional.empty();
    int recordBytes = found.map(reply.records()::encode).orElse(0);
    encoder
        .wrapAndApplyHeader(reply.buffer(), 0, reply.header())
        .correlationId(request.correlationId())
        .revision(registry.revision())
        .putRecord(reply.records().buffer(), 0, recordBytes);
    return WireLimits.HEADER_BYTES + encoder.encodedLength();
  }
}
