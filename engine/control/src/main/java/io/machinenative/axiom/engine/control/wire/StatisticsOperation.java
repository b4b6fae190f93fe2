package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.codec.RecordHealth;
import io.machinenative.axiom.codec.RecordKind;
import io.machinenative.axiom.codec.RecordStatus;
import io.machinenative.axiom.codec.RegistryStatisticsEncoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.RegistryRequest;
import io.machinenative.axiom.engine.pipeline.Text;
import io.machinenative.axiom.engine.registry.Damage;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.RegistryStatistics;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** GetRegistryStatistics. */
final class StatisticsOperation implements RegistryOperation {
  private final Registry registry;
  private final RegistryStatisticsEncoder encoder = new RegistryStatisticsEncoder();

  StatisticsOperation(Registry registry) {
    this.registry = registry;
  }

  @Override
  public int run(RegistryRequest request, ReplyBuffer reply) {
    RegistryStatistics numbers = registry.statistics();
    encoder
        .wrapAndApplyHeader(reply.buffer(), 0, reply.header())
        .correlationId(request.correlationId())
        .feedIdHigh(registry.feed().lineage().id().getMostSignificantBits())
        .feedIdLow(registry.feed().lineage().id().getLeastSignificantBits())
        .revision(numbers.revision())
        .oldestRevisionInFeed(numbers.oldestRevisionInFeed())
        .feedBytes(numbers.feedBytes())
        .refused(numbers.refused())
        .queries(numbers.queries())
        .heartbeats(numbers.heartbeats())
        .expired(numbers.expired())
        .records(numbers.records())
        .damaged(numbers.damaged())
        .leases(numbers.leases())
        .overdue(numbers.overdue())
        .retained(numbers.retained())
        .suppressed(numbers.suppressed())
        .brakeHolding((short) (numbers.brakeHolding() ? 1 : 0));
    putCounts(numbers);
    List<Damage> damage = registry.damage();
    RegistryStatisticsEncoder.DamageEncoder group = encoder.damageCount(damage.size());
    for (Damage each : damage) {
      byte[] cause = Text.bytes(each.cause(), WireLimits.MAX_TEXT_BYTES);
      group.next().damagedKey(each.key()).putCause(cause, 0, cause.length);
    }
    return WireLimits.HEADER_BYTES + encoder.encodedLength();
  }

  private void putCounts(RegistryStatistics numbers) {
    RegistryStatisticsEncoder.KindsEncoder kinds = encoder.kindsCount(used(numbers.byKind()));
    numbers
        .byKind()
        .forEach((kind, count) -> {
          if (count > 0) {
            kinds.next().kind(RecordKind.get((short) kind.ordinal())).kindCount(count);
          }
        });
    RegistryStatisticsEncoder.StatusesEncoder statuses =
        encoder.statusesCount(used(numbers.byStatus()));
    numbers
        .byStatus()
        .forEach((status, count) -> {
          if (count > 0) {
            statuses.next().status(RecordStatus.get((short) status.ordinal())).statusCount(count);
          }
        });
    RegistryStatisticsEncoder.HealthsEncoder healths =
        encoder.healthsCount(used(numbers.byHealth()));
    numbers
        .byHealth()
        .forEach((health, count) -> {
          if (count > 0) {
            healths.next().health(RecordHealth.get((short) health.ordinal())).healthCount(count);
          }
        });
  }

  private static int used(Map<?, Integer> counts) {
    Collection<Integer> values = counts.values();
    return (int) values.stream().filter(count -> count > 0).count();
  }
}
