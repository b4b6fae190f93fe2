package io.machinenative.axiom.codec;

import static io.machinenative.axiom.codec.MessageSample.withHeader;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The messages of the registry family. */
final class RegistrySamples {
  private RegistrySamples() {}

  static List<MessageSample> all() {
    List<MessageSample> all = new ArrayList<>();
    all.add(
        new MessageSample(
            "RegistryRecord",
            RegistryRecordEncoder.TEMPLATE_ID,
            RegistrySamples::writeRecord,
            RegistrySamples::readRecord));
    all.addAll(
        SchemaSamples.between(RegisterRecordEncoder.TEMPLATE_ID, WatchEndedEncoder.TEMPLATE_ID));
    return all;
  }

  static int writeRecord(
      Values v, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
    RegistryRecordEncoder record =
        new RegistryRecordEncoder().wrapAndApplyHeader(buffer, offset, header);
    record
        .revision(v.int64())
        .registeredAtMs(v.int64())
        .updatedAtMs(v.int64())
        .leaseMs(v.uint32())
        .kind(v.oneOf(RecordKind.values()))
        .status(v.oneOf(RecordStatus.values()))
        .health(v.oneOf(RecordHealth.values()))
        .expiredFrom(v.oneOf(RecordStatus.values()));
    int used = v.count();
    RegistryRecordEncoder.StatisticsEncoder statistics = record.statisticsCount(used);
    for (int i = 0; i < used; i++) {
      statistics
          .next()
          .calls(v.int64())
          .errors(v.int64())
          .totalTimeNs(v.int64())
          .lastCallAtMs(v.int64());
    }
    int endpoints = v.count();
    RegistryRecordEncoder.EndpointsEncoder endpoint = record.endpointsCount(endpoints);
    for (int i = 0; i < endpoints; i++) {
      endpoint.next().weight(v.uint16()).uri(v.text());
    }
    int tags = v.count();
    RegistryRecordEncoder.TagsEncoder tag = record.tagsCount(tags);
    for (int i = 0; i < tags; i++) {
      tag.next().tag(v.text());
    }
    int capabilities = v.count();
    RegistryRecordEncoder.CapabilitiesEncoder capability = record.capabilitiesCount(capabilities);
    for (int i = 0; i < capabilities; i++) {
      capability.next().capability(v.text());
    }
    record.name(v.text()).version(v.text()).instance(v.text());
    record.title(v.text()).description(v.text()).author(v.text());
    record.recordType(v.text()).category(v.text());
    record.platform(v.text()).region(v.text()).zone(v.text());
    record.metadataSchema(v.text()).configuration(v.text()).metadata(v.text());
    return withHeader(record.encodedLength());
  }

  private static List<Object> readRecord(
      DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
    return fields(new RegistryRecordDecoder().wrapAndApplyHeader(buffer, offset, header));
  }

  static List<Object> fields(RegistryRecordDecoder record) {
    List<Object> fields =
        new ArrayList<>(
            List.<Object>of(
                record.revision(),
                record.registeredAtMs(),
                record.updatedAtMs(),
                record.leaseMs(),
                record.kind(),
                record.status(),
                record.health(),
                record.expiredFrom()));
    addGroups(fields, record);
    fields.addAll(List.of(record.name(), record.version(), record.instance()));
    fields.addAll(List.of(record.title(), record.description(), record.author()));
    fields.addAll(List.of(record.recordType(), record.category()));
    fields.addAll(List.of(record.platform(), record.region(), record.zone()));
    fields.addAll(List.of(record.metadataSchema(), record.configuration(), record.metadata()));
    return fields;
  }

  private static void addGroups(List<Object> fields, RegistryRecordDecoder record) {
    RegistryRecordDecoder.StatisticsDecoder statistics = record.statistics();
    fields.add(statistics.count());
    while (statistics.hasNext()) {
      statistics.next();
      fields.addAll(
          List.of(
              statistics.calls(),
              statistics.errors(),
              statistics.totalTimeNs(),
              statistics.lastCallAtMs()));
    }
    RegistryRecordDecoder.EndpointsDecoder endpoints = record.endpoints();
    fields.add(endpoints.count());
    while (endpoints.hasNext()) {
      endpoints.next();
      fields.addAll(List.of(endpoints.weight(), endpoints.uri()));
    }
    RegistryRecordDecoder.TagsDecoder tags = record.tags();
    fields.add(tags.count());
    while (tags.hasNext()) {
      fields.add(tags.next().tag());
    }
    RegistryRecordDecoder.CapabilitiesDecoder capabilities = record.capabilities();
    fields.add(capabilities.count());
    while (capabilities.hasNext()) {
      fields.add(capabilities.next().capability());
    }
  }
}
