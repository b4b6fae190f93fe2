package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.DeregisterRecordEncoder;
import io.machinenative.axiom.codec.GetRecordEncoder;
import io.machinenative.axiom.codec.GetRegistryStatisticsEncoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.RecordHealth;
import io.machinenative.axiom.codec.RecordKind;
import io.machinenative.axiom.codec.RecordStatus;
import io.machinenative.axiom.codec.RegisterRecordEncoder;
import io.machinenative.axiom.codec.RenewLeasesEncoder;
import io.machinenative.axiom.codec.UnwatchEncoder;
import io.machinenative.axiom.codec.UpdateRecordEncoder;
import io.machinenative.axiom.codec.WatchRegistryEncoder;
import io.machinenative.axiom.codec.WireLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.agrona.ExpandableArrayBuffer;

/**
 * Writes requests of the registry, header included, the correlation id left open. For one request;
 * allocates.
 */
final class RegistryRequests {
  private static final long MOST_LEASE_MS = 0xFFFF_FFFEL;

  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  private RegistryRequests() {}

  static byte[] register(Map<?, ?> record, long expectedRevision) {
    byte[] bytes = RecordWriter.write(record);
    RegistryRequests request = new RegistryRequests();
    RegisterRecordEncoder encoder =
        new RegisterRecordEncoder().wrapAndApplyHeader(request.buffer, 0, request.header);
    encoder.correlationId(0).expectedRevision(expectedRevision).putRecord(bytes, 0, bytes.length);
    return request.bytes(encoder.encodedLength());
  }

  /**
   * @param changes {@code status}, {@code health}, {@code leaseMs}, and a whole {@code record}
   */
  static byte[] update(String key, long expectedRevision, Map<?, ?> changes) {
    JsonFields fields =
        new JsonFields(changes, "").only(Set.of("status", "health", "leaseMs", "record"));
    Optional<Map<?, ?>> whole = fields.object("record");
    byte[] record = whole.map(RecordWriter::write).orElse(new byte[0]);
    JsonFields inRecord = new JsonFields(whole.orElse(Map.of()), "/record");
    String status = (fields.has("status") ? fields : inRecord).text("status");
    String health = (fields.has("health") ? fields : inRecord).text("health");
    long leaseMs =
        (fields.has("leaseMs") ? fields : inRecord)
            .number("leaseMs", UpdateRecordEncoder.leaseMsNullValue(), 0, MOST_LEASE_MS);
    RegistryRequests request = new RegistryRequests();
    UpdateRecordEncoder encoder =
        new UpdateRecordEncoder().wrapAndApplyHeader(request.buffer, 0, request.header);
    encoder
        .correlationId(0)
        .expectedRevision(expectedRevision)
        .leaseMs(leaseMs)
        .status(
            status.isEmpty()
                ? RecordStatus.NULL_VAL
                : WireLabel.parse(RecordStatus.values(), "/status", status))
        .health(
            health.isEmpty()
                ? RecordHealth.NULL_VAL
                : WireLabel.parse(RecordHealth.values(), "/health", health))
        .key(key(key))
        .putRecord(record, 0, record.length);
    return request.bytes(encoder.encodedLength());
  }

  static byte[] deregister(String key, long expectedRevision) {
    RegistryRequests request = new RegistryRequests();
    DeregisterRecordEncoder encoder =
        new DeregisterRecordEncoder().wrapAndApplyHeader(request.buffer, 0, request.header);
    encoder.correlationId(0).expectedRevision(expectedRevision).key(key(key));
    return request.bytes(encoder.encodedLength());
  }

  static byte[] get(String key) {
    RegistryRequests request = new RegistryRequests();
    GetRecordEncoder encoder =
        new GetRecordEncoder().wrapAndApplyHeader(request.buffer, 0, request.header);
    encoder.correlationId(0).key(key(key));
    return request.bytes(encoder.encodedLength());
  }

  static byte[] renew(List<String> keys) {
    if (keys.size() > WireLimits.MAX_LEASE_KEYS) {
      throw new IllegalArgumentException(
          "expected at most " + WireLimits.MAX_LEASE_KEYS + " keys, got " + keys.size());
    }
    RegistryRequests request = new RegistryRequests();
    RenewLeasesEncoder encoder =
        new RenewLeasesEncoder().wrapAndApplyHeader(request.buffer, 0, request.header);
    RenewLeasesEncoder.KeysEncoder group = encoder.correlationId(0).keysCount(keys.size());
    keys.forEach(each -> group.next().key(key(each)));
    return request.bytes(encoder.encodedLength());
  }

  static byte[] statistics() {
    RegistryRequests request = new RegistryRequests();
    GetRegistryStatisticsEncoder encoder =
        new GetRegistryStatisticsEncoder().wrapAndApplyHeader(request.buffer, 0, request.header);
    encoder.correlationId(0);
    return request.bytes(encoder.encodedLength());
  }

  static byte[] watch(WatchOptions options, long after, UUID feedId, long credit) {
    RegistryRequests request = new RegistryRequests();
    WatchRegistryEncoder encoder =
        new WatchRegistryEncoder().wrapAndApplyHeader(request.buffer, 0, request.header);
    encoder
        .correlationId(0)
        .feedIdHigh(feedId.getMostSignificantBits())
        .feedIdLow(feedId.getLeastSignificantBits())
        .after(after)
        .credit(credit)
        .kind(
            options
                .kind()
                .map(kind -> WireLabel.parse(RecordKind.values(), "kind", kind))
                .orElse(RecordKind.NULL_VAL))
        .namePrefix(options.namePrefix());
    return request.bytes(encoder.encodedLength());
  }

  static byte[] unwatch(long watchId) {
    RegistryRequests request = new RegistryRequests();
    UnwatchEncoder encoder =
        new UnwatchEncoder().wrapAndApplyHeader(request.buffer, 0, request.header);
    encoder.correlationId(0).watchId(watchId);
    return request.bytes(encoder.encodedLength());
  }

  private static String key(String key) {
    return bounded("key", key, WireLimits.MAX_RECORD_KEY_BYTES);
  }

  /**
   * @throws IllegalArgumentException when the text is longer than the server takes
   */
  static String bounded(String what, String text, int mostBytes) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > mostBytes) {
      throw new IllegalArgumentException(
          what + ": expected at most " + mostBytes + " bytes, got " + bytes);
    }
    return text;
  }

  private byte[] bytes(int encodedLength) {
    byte[] bytes = new byte[WireLimits.HEADER_BYTES + encodedLength];
    buffer.getBytes(0, bytes);
    return bytes;
  }
}
