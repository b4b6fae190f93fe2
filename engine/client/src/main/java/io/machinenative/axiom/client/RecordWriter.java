package io.machinenative.axiom.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.RecordHealth;
import io.machinenative.axiom.codec.RecordKind;
import io.machinenative.axiom.codec.RecordStatus;
import io.machinenative.axiom.codec.RegistryRecordEncoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.ExpandableArrayBuffer;

/**
 * Writes a record's JSON object as the message RegistryRecord. The names are those of the message,
 * {@code recordType} being {@code type}. Whether the record is a good one says the server. For one
 * record; allocates.
 */
final class RecordWriter {
  private static final long MOST_LEASE_MS = 0xFFFF_FFFEL;
  private static final int DEFAULT_WEIGHT = 100;
  private static final int MOST_WEIGHT = 0xFFFF;
  private static final int MOST_TEXT_BYTES = 0xFFFE;

  private static final Set<String> NAMES =
      Set.of(
          "kind",
          "name",
          "version",
          "instance",
          "title",
          "description",
          "author",
          "type",
          "category",
          "tags",
          "capabilities",
          "platform",
          "region",
          "zone",
          "endpoints",
          "configuration",
          "metadata",
          "metadataSchema",
          "status",
          "health",
          "leaseMs",
          // what only a registry writes; not sent
          "expiredFrom",
          "statistics",
          "revision",
          "registeredAtMs",
          "updatedAtMs");

  private final JsonFields record;
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
  private final RegistryRecordEncoder encoder = new RegistryRecordEncoder();

  private RecordWriter(Map<?, ?> record) {
    this.record = new JsonFields(record, "").only(NAMES);
  }

  /**
   * @return the message, header included
   * @throws IllegalArgumentException when something is missing or does not fit; names the place
   */
  static byte[] write(Map<?, ?> record) {
    return new RecordWriter(record).write();
  }

  private byte[] write() {
    encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    String status = record.has("status") ? record.text("status") : "active";
    String health = record.has("health") ? record.text("health") : "unknown";
    encoder
        .revision(0)
        .registeredAtMs(0)
        .updatedAtMs(0)
        .leaseMs(record.number("leaseMs", 0, 0, MOST_LEASE_MS))
        .kind(WireLabel.parse(RecordKind.values(), "/kind", record.required("kind")))
        .status(WireLabel.parse(RecordStatus.values(), "/status", status))
        .health(WireLabel.parse(RecordHealth.values(), "/health", health))
        .expiredFrom(RecordStatus.NULL_VAL);
    encoder.statisticsCount(0);
    putGroups();
    encoder.name(text("name", record.required("name")));
    encoder.version(text("version", record.required("version"))).instance(text("instance"));
    encoder.title(text("title")).description(text("description")).author(text("author"));
    encoder.recordType(text("type")).category(text("category"));
    encoder.platform(text("platform")).region(text("region")).zone(text("zone"));
    encoder.metadataSchema(text("metadataSchema"));
    encoder.configuration(document("configuration")).metadata(document("metadata"));
    int length = WireLimits.HEADER_BYTES + encoder.encodedLength();
    if (length > WireLimits.MAX_RECORD_BYTES) {
      throw record.failure(
          "", "a record of at most " + WireLimits.MAX_RECORD_BYTES + " bytes", length);
    }
    byte[] bytes = new byte[length];
    buffer.getBytes(0, bytes);
    return bytes;
  }

  private void putGroups() {
    int count = record.list("endpoints").size();
    RegistryRecordEncoder.EndpointsEncoder endpoints = encoder.endpointsCount(count);
    for (int i = 0; i < count; i++) {
      JsonFields endpoint = record.element("endpoints", i);
      endpoints
          .next()
          .weight((int) endpoint.number("weight", DEFAULT_WEIGHT, 0, MOST_WEIGHT))
          .uri(text("uri", endpoint.required("uri")));
    }
    List<String> tags = record.texts("tags");
    RegistryRecordEncoder.TagsEncoder tag = encoder.tagsCount(tags.size());
    tags.forEach(each -> tag.next().tag(text("tags", each)));
    List<String> capabilities = record.texts("capabilities");
    RegistryRecordEncoder.CapabilitiesEncoder capability =
        encoder.capabilitiesCount(capabilities.size());
    capabilities.forEach(each -> capability.next().capability(text("capabilities", each)));
  }

  private String text(String name) {
    return text(name, record.text(name));
  }

  private String text(String name, String text) {
    int bytes = text.length() > MOST_TEXT_BYTES / 3 ? text.getBytes(UTF_8).length : 0;
    if (bytes > MOST_TEXT_BYTES) {
      throw record.failure("/" + name, "at most " + MOST_TEXT_BYTES + " bytes", bytes);
    }
    return text;
  }

  private String document(String name) {
    return record.object(name).filter(object -> !object.isEmpty()).map(Json::text).orElse("");
  }
}
