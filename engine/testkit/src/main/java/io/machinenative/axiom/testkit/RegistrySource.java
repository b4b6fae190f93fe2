package io.machinenative.axiom.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.codec.DeregisterRecordEncoder;
import io.machinenative.axiom.codec.GetRecordEncoder;
import io.machinenative.axiom.codec.GetRegistryStatisticsEncoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.QueryRecordsEncoder;
import io.machinenative.axiom.codec.RecordHealth;
import io.machinenative.axiom.codec.RecordKind;
import io.machinenative.axiom.codec.RecordSort;
import io.machinenative.axiom.codec.RecordStatus;
import io.machinenative.axiom.codec.RegisterRecordEncoder;
import io.machinenative.axiom.codec.RenewLeasesEncoder;
import io.machinenative.axiom.codec.UnwatchEncoder;
import io.machinenative.axiom.codec.UpdateRecordEncoder;
import io.machinenative.axiom.codec.WatchCreditEncoder;
import io.machinenative.axiom.codec.WatchRegistryEncoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.registry.form.RecordEncoder;
import io.machinenative.axiom.engine.registry.model.Document;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Stamp;
import io.machinenative.axiom.engine.registry.model.Statistics;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Requests of the registry, well formed but for what is asked in them. A few records come and go,
 * so that most requests meet one. Owned by the fuzzer's thread; allocates.
 */
final class RegistrySource {
  private static final int NAMES = 40;
  private static final int MOST_PADDING = 30_000;

  private final SplittableRandom random;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final RecordEncoder records = new RecordEncoder();
  private final RegisterRecordEncoder register = new RegisterRecordEncoder();
  private final UpdateRecordEncoder update = new UpdateRecordEncoder();
  private final DeregisterRecordEncoder deregister = new DeregisterRecordEncoder();
  private final GetRecordEncoder get = new GetRecordEncoder();
  private final QueryRecordsEncoder query = new QueryRecordsEncoder();
  private final RenewLeasesEncoder renew = new RenewLeasesEncoder();
  private final GetRegistryStatisticsEncoder statistics = new GetRegistryStatisticsEncoder();
  private final WatchRegistryEncoder watch = new WatchRegistryEncoder();
  private final WatchCreditEncoder credit = new WatchCreditEncoder();
  private final UnwatchEncoder unwatch = new UnwatchEncoder();

  RegistrySource(SplittableRandom random) {
    this.random = random;
  }

  /** Any request. */
  void next(FuzzMessage message, long correlationId) {
    message.clear();
    int body =
        switch (random.nextInt(12)) {
          case 0, 1, 2 -> register(message, correlationId);
          case 3 -> update(message, correlationId);
          case 4 -> deregister(message, correlationId);
          case 5 -> get(message, correlationId);
          case 6 -> query(message, correlationId);
          case 7 -> renew(message, correlationId);
          case 8 -> statistics(message, correlationId);
          case 9 -> watch(message, correlationId);
          case 10 -> credit(message, correlationId);
          default -> unwatch(message, correlationId);
        };
    message.length(WireLimits.HEADER_BYTES + body);
  }

  private int register(FuzzMessage message, long correlationId) {
    register
        .wrapAndApplyHeader(message.buffer(), 0, header)
        .correlationId(correlationId)
        .expectedRevision(revision());
    message.lengthAt(register.limit(), Integer.BYTES);
    int length = records.encode(record(key()));
    register.putRecord(records.buffer(), 0, length);
    return register.encodedLength();
  }

  private int update(FuzzMessage message, long correlationId) {
    RecordKey key = key();
    update
        .wrapAndApplyHeader(message.buffer(), 0, header)
        .correlationId(correlationId)
        .expectedRevision(revision())
        .leaseMs(oneIn(2) ? UpdateRecordEncoder.leaseMsNullValue() : random.nextInt(60_000))
        .status(oneIn(2) ? RecordStatus.NULL_VAL : RecordStatus.get((short) random.nextInt(7)))
        .health(oneIn(2) ? RecordHealth.NULL_VAL : RecordHealth.get((short) random.nextInt(4)));
    message.lengthAt(update.limit(), Short.BYTES);
    update.key(key.toString());
    message.lengthAt(update.limit(), Integer.BYTES);
    int length = oneIn(2) ? 0 : records.encode(record(oneIn(8) ? key() : key));
    update.putRecord(records.buffer(), 0, length);
    return update.encodedLength();
  }

  private int deregister(FuzzMessage message, long correlationId) {
    deregister
        .wrapAndApplyHeader(message.buffer(), 0, header)
        .correlationId(correlationId)
        .expectedRevision(revision());
    message.lengthAt(deregister.limit(), Short.BYTES);
    deregister.key(key().toString());
    return deregister.encodedLength();
  }

  private int get(FuzzMessage message, long correlationId) {
    get.wrapAndApplyHeader(message.buffer(), 0, header).correlationId(correlationId);
    message.lengthAt(get.limit(), Short.BYTES);
    get.key(key().toString());
    return get.encodedLength();
  }

  private int query(FuzzMessage message, long correlationId) {
    query
        .wrapAndApplyHeader(message.buffer(), 0, header)
        .correlationId(correlationId)
        .registeredFromMs(Long.MIN_VALUE)
        .registeredBeforeMs(Long.MAX_VALUE)
        .updatedFromMs(oneIn(4) ? random.nextLong() : Long.MIN_VALUE)
        .updatedBeforeMs(Long.MAX_VALUE)
        .pageSize(random.nextInt(oneIn(8) ? 1100 : 20))
        .kind(oneIn(2) ? RecordKind.NULL_VAL : RecordKind.get((short) random.nextInt(9)))
        .sort(RecordSort.get((short) random.nextInt(4)));
    query.statuses().clear().active(oneIn(2)).inactive(oneIn(4));
    query.healths().clear().unknown(oneIn(4));
    query.flags().clear().descending(oneIn(2));
    int tags = oneIn(2) ? 0 : random.nextInt(3);
    QueryRecordsEncoder.TagsEncoder tag = query.tagsCount(tags);
    for (int i = 0; i < tags; i++) {
      message.lengthAt(query.limit(), Short.BYTES);
      tag.next().tag("t" + random.nextInt(3));
    }
    query.capabilitiesCount(0);
    message.lengthAt(query.limit(), Short.BYTES);
    query.name(oneIn(8) ? key().name() : "").versions(oneIn(4) ? "^1.0" : "").platform("");
    query.recordType("").category("").region("").zone("");
    message.lengthAt(query.limit(), Short.BYTES);
    query.textPrefix(oneIn(4) ? "n" : "");
    message.lengthAt(query.limit(), Short.BYTES);
    query.cursor(oneIn(16) ? "no cursor" : "");
    return query.encodedLength();
  }

  private int renew(FuzzMessage message, long correlationId) {
    int count = random.nextInt(oneIn(16) ? 1100 : 8);
    renew.wrapAndApplyHeader(message.buffer(), 0, header).correlationId(correlationId);
    message.lengthAt(renew.limit() + Short.BYTES, Short.BYTES);
    RenewLeasesEncoder.KeysEncoder keys = renew.keysCount(count);
    for (int i = 0; i < count; i++) {
      if (i < 2) {
        message.lengthAt(renew.limit(), Short.BYTES);
      }
      keys.next().key(key().toString());
    }
    return renew.encodedLength();
  }

  private int statistics(FuzzMessage message, long correlationId) {
    statistics.wrapAndApplyHeader(message.buffer(), 0, header).correlationId(correlationId);
    return statistics.encodedLength();
  }

  private int watch(FuzzMessage message, long correlationId) {
    watch
        .wrapAndApplyHeader(message.buffer(), 0, header)
        .correlationId(correlationId)
        .feedIdHigh(oneIn(4) ? random.nextInt(3) : 0)
        .feedIdLow(0)
        .after(oneIn(2) ? -1 : random.nextInt(5000) - 2)
        .credit(oneIn(4) ? 0xFFFF_FFFFL : random.nextInt(6))
        .kind(oneIn(2) ? RecordKind.NULL_VAL : RecordKind.get((short) random.nextInt(9)));
    message.lengthAt(watch.limit(), Short.BYTES);
    watch.namePrefix(oneIn(2) ? "" : "n1");
    return watch.encodedLength();
  }

  private int credit(FuzzMessage message, long watchId) {
    credit
        .wrapAndApplyHeader(message.buffer(), 0, header)
        .watchId(watchId)
        .changes(oneIn(8) ? 0xFFFF_FFFFL : random.nextInt(100));
    return credit.encodedLength();
  }

  private int unwatch(FuzzMessage message, long watchId) {
    unwatch
        .wrapAndApplyHeader(message.buffer(), 0, header)
        .correlationId(random.nextInt(64))
        .watchId(watchId);
    return unwatch.encodedLength();
  }

  private RecordKey key() {
    int name = random.nextInt(NAMES);
    return name % 2 == 0
        ? RecordKey.of(Kind.RESOURCE, "n" + name, "1.0.0")
        : RecordKey.service("n" + name, "1.0.0", "i" + random.nextInt(3));
  }

  private RegistryRecord record(RecordKey key) {
    byte[] padding = new byte[oneIn(16) ? random.nextInt(MOST_PADDING) : random.nextInt(50)];
    Arrays.fill(padding, (byte) 'x');
    Registration registration =
        Registration.of(key)
            .about("n" + random.nextInt(5), "", "")
            .tags("t" + random.nextInt(3))
            .endpoint("tcp://10.0.0.1:" + (1 + random.nextInt(9)))
            .configuration(Document.of(Map.of("padding", new String(padding, US_ASCII))))
            .leaseMs(oneIn(2) ? 0 : 1000 + random.nextInt(30_000))
            .build();
    return new RegistryRecord(
        key,
        registration.content(),
        registration.status(),
        registration.health(),
        registration.lease(),
        Statistics.NONE,
        new Stamp(0, 0, 0));
  }

  private long revision() {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> random.nextInt(10_000);
      case 2 -> random.nextLong();
      default -> -1;
    };
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }
}
