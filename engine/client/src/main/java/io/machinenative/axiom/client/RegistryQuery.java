package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.QueryRecordsEncoder;
import io.machinenative.axiom.codec.RecordHealth;
import io.machinenative.axiom.codec.RecordHealthsEncoder;
import io.machinenative.axiom.codec.RecordKind;
import io.machinenative.axiom.codec.RecordSort;
import io.machinenative.axiom.codec.RecordStatus;
import io.machinenative.axiom.codec.RecordStatusesEncoder;
import io.machinenative.axiom.codec.WireLimits;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.ExpandableArrayBuffer;

/**
 * Writes QueryRecords from criteria by name, as {@link RegistryClient#query} takes them. For one
 * query; allocates.
 */
final class RegistryQuery {
  private static final Set<String> NAMES =
      Set.of(
          "kind",
          "name",
          "versions",
          "platform",
          "type",
          "category",
          "region",
          "zone",
          "tags",
          "capabilities",
          "statuses",
          "healths",
          "textPrefix",
          "registeredFromMs",
          "registeredBeforeMs",
          "updatedFromMs",
          "updatedBeforeMs",
          "sort",
          "descending",
          "limit",
          "cursor");

  private final JsonFields criteria;
  private final QueryRecordsEncoder encoder = new QueryRecordsEncoder();

  private RegistryQuery(Map<String, ?> criteria) {
    this.criteria = new JsonFields(criteria, "").only(NAMES);
  }

  /**
   * @throws IllegalArgumentException when a criterion has an unknown name or does not fit
   */
  static byte[] write(Map<String, ?> criteria) {
    return new RegistryQuery(criteria).write();
  }

  private byte[] write() {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    putBlock();
    List<String> tags = labels("tags");
    QueryRecordsEncoder.TagsEncoder tag = encoder.tagsCount(tags.size());
    tags.forEach(each -> tag.next().tag(each));
    List<String> capabilities = labels("capabilities");
    QueryRecordsEncoder.CapabilitiesEncoder capability =
        encoder.capabilitiesCount(capabilities.size());
    capabilities.forEach(each -> capability.next().capability(each));
    encoder.name(text("name")).versions(text("versions"));
    encoder.platform(text("platform")).recordType(text("type")).category(text("category"));
    encoder.region(text("region")).zone(text("zone")).textPrefix(text("textPrefix"));
    encoder.cursor(
        RegistryRequests.bounded("cursor", criteria.text("cursor"), WireLimits.MAX_CURSOR_BYTES));
    byte[] bytes = new byte[WireLimits.HEADER_BYTES + encoder.encodedLength()];
    buffer.getBytes(0, bytes);
    return bytes;
  }

  private void putBlock() {
    String sort = criteria.has("sort") ? criteria.text("sort") : "name";
    encoder
        .correlationId(0)
        .registeredFromMs(time("registeredFromMs", Long.MIN_VALUE))
        .registeredBeforeMs(time("registeredBeforeMs", Long.MAX_VALUE))
        .updatedFromMs(time("updatedFromMs", Long.MIN_VALUE))
        .updatedBeforeMs(time("updatedBeforeMs", Long.MAX_VALUE))
        .pageSize((int) criteria.number("limit", 0, 1, WireLimits.MAX_RECORDS_ON_PAGE))
        .kind(
            criteria.has("kind")
                ? WireLabel.parse(RecordKind.values(), "kind", criteria.text("kind"))
                : RecordKind.NULL_VAL)
        .sort(WireLabel.parse(RecordSort.values(), "sort", sort));
    putStatuses(encoder.statuses().clear());
    putHealths(encoder.healths().clear());
    encoder.flags().clear().descending(criteria.flag("descending"));
  }

  private void putStatuses(RecordStatusesEncoder set) {
    EnumSet<RecordStatus> any = EnumSet.noneOf(RecordStatus.class);
    criteria
        .texts("statuses")
        .forEach(text -> any.add(WireLabel.parse(RecordStatus.values(), "status", text)));
    set.registering(any.contains(RecordStatus.REGISTERING))
        .active(any.contains(RecordStatus.ACTIVE))
        .inactive(any.contains(RecordStatus.INACTIVE))
        .deprecated(any.contains(RecordStatus.DEPRECATED))
        .inError(any.contains(RecordStatus.ERROR))
        .maintenance(any.contains(RecordStatus.MAINTENANCE))
        .unregistering(any.contains(RecordStatus.UNREGISTERING));
  }

  private void putHealths(RecordHealthsEncoder set) {
    EnumSet<RecordHealth> any = EnumSet.noneOf(RecordHealth.class);
    criteria
        .texts("healths")
        .forEach(text -> any.add(WireLabel.parse(RecordHealth.values(), "health", text)));
    set.unknown(any.contains(RecordHealth.UNKNOWN))
        .healthy(any.contains(RecordHealth.HEALTHY))
        .degraded(any.contains(RecordHealth.DEGRADED))
        .unhealthy(any.contains(RecordHealth.UNHEALTHY));
  }

  private long time(String name, long otherwise) {
    return criteria.number(name, otherwise, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private String text(String name) {
    return RegistryRequests.bounded(name, criteria.text(name), WireLimits.MAX_RECORD_TEXT_BYTES);
  }

  private List<String> labels(String name) {
    List<String> labels = criteria.texts(name);
    if (labels.size() > WireLimits.MAX_QUERY_LABELS) {
      throw criteria.failure("/" + name, "at most " + WireLimits.MAX_QUERY_LABELS, labels.size());
    }
    labels.forEach(each -> RegistryRequests.bounded(name, each, WireLimits.MAX_RECORD_TEXT_BYTES));
    return labels;
  }
}
