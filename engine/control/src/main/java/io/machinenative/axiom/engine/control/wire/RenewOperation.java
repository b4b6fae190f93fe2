package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.codec.LeaseResult;
import io.machinenative.axiom.codec.LeasesRenewedEncoder;
import io.machinenative.axiom.codec.RenewLeasesDecoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.RegistryRequest;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import java.util.ArrayList;
import java.util.List;

/** RenewLeases. All keys are read before the first lease is renewed. */
final class RenewOperation implements RegistryOperation {
  private final Registry registry;
  private final RenewLeasesDecoder decoder = new RenewLeasesDecoder();
  private final LeasesRenewedEncoder encoder = new LeasesRenewedEncoder();

  RenewOperation(Registry registry) {
    this.registry = registry;
  }

  @Override
  public boolean isChange() {
    return true;
  }

  @Override
  public int run(RegistryRequest request, ReplyBuffer reply) {
    decoder.wrap(request.buffer(), request.offset(), request.blockLength(), request.version());
    List<RecordKey> keys = new ArrayList<>();
    for (RenewLeasesDecoder.KeysDecoder key : decoder.keys()) {
      keys.add(RecordKey.parse(key.key()));
    }
    LeasesRenewedEncoder.ResultsEncoder results =
        encoder
            .wrapAndApplyHeader(reply.buffer(), 0, reply.header())
            .correlationId(request.correlationId())
            .resultsCount(keys.size());
    for (RecordKey key : keys) {
      results.next().result(LeaseResult.get((short) registry.heartbeat(key).ordinal()));
    }
    return WireLimits.HEADER_BYTES + encoder.encodedLength();
  }
}
