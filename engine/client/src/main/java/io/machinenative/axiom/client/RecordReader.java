package io.machinenative.axiom.client;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.RecordStatus;
import io.machinenative.axiom.codec.RegistryRecordDecoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Reads the message RegistryRecord as a JSON object; what is empty is left out. {@link
 * RecordWriter} writes it. Stateless; allocates.
 */
final class RecordReader {
  private RecordReader() {}

  /**
   * @param offset of the message's header
   * @param length of the message
   * @throws IllegalArgumentException when it is no record
   */
  static Map<String, Object> read(DirectBuffer buffer, int offset, int length) {
    MessageHeaderDecoder header = new MessageHeaderDecoder();
    boolean isRecord =
        length >= WireLimits.HEADER_BYTES
            && header.wrap(buffer, offset).schemaId() == RegistryRecordDecoder.SCHEMA_ID
            && header.templateId() == RegistryRecordDecoder.TEMPLATE_ID
            && RegistryShapes.RECORD.fits(
                buffer, offset + WireLimits.HEADER_BYTES, offset + length, header.blockLength());
    if (!isRecord) {
      throw new IllegalArgumentException("expected a record, got " + length + " other bytes");
    }
    RegistryRecordDecoder record =
        new RegistryRecordDecoder().wrapAndApplyHeader(buffer, offset, header);
    return new RecordReaderState(record).values();
  }

  /** Var data comes in the order of the schema, JSON in the order of {@code docs/registry.md}. */
  private record RecordReaderState(RegistryRecordDecoder record) {
    Map<String, Object> values() {
      Map<String, Object> last = new LinkedHashMap<>();
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("kind", WireLabel.of(record.kind()));
      last.put("status", WireLabel.of(record.status()));
      last.put("health", WireLabel.of(record.health()));
      if (record.leaseMs() != 0) {
        last.put("leaseMs", record.leaseMs());
      }
      if (record.expiredFromRaw() != RecordStatus.NULL_VAL.value()) {
        last.put("expiredFrom", WireLabel.of(record.expiredFrom()));
      }
      Map<String, Object> statistics = statistics();
      List<Map<String, Object>> endpoints = endpoints();
      List<String> tags = new ArrayList<>();
      record.tags().forEach(tag -> tags.add(tag.tag()));
      List<String> capabilities = new ArrayList<>();
      record.capabilities().forEach(each -> capabilities.add(each.capability()));
      putTexts(values, tags, capabilities, endpoints);
      values.putAll(last);
      if (!statistics.isEmpty()) {
        values.put("statistics", statistics);
      }
      values.put("revision", record.revision());
      values.put("registeredAtMs", record.registeredAtMs());
      values.put("updatedAtMs", record.updatedAtMs());
      return values;
    }

    private Map<String, Object> statistics() {
      Map<String, Object> values = new LinkedHashMap<>();
      for (RegistryRecordDecoder.StatisticsDecoder each : record.statistics()) {
        values.put("calls", each.calls());
        values.put("errors", each.errors());
        values.put("totalTimeNs", each.totalTimeNs());
        values.put("lastCallAtMs", each.lastCallAtMs());
      }
      return values;
    }

    private List<Map<String, Object>> endpoints() {
      List<Map<String, Object>> endpoints = new ArrayList<>();
      for (RegistryRecordDecoder.EndpointsDecoder each : record.endpoints()) {
        Map<String, Object> endpoint = new LinkedHashMap<>();
        int weight = each.weight();
        endpoint.put("uri", each.uri());
        endpoint.put("weight", weight);
        endpoints.add(endpoint);
      }
      return endpoints;
    }

    private void putTexts(
        Map<String, Object> values,
        List<String> tags,
        List<String> capabilities,
        List<Map<String, Object>> endpoints) {
      values.put("name", record.name());
      values.put("version", record.version());
      put(values, "instance", record.instance());
      put(values, "title", record.title());
      put(values, "description", record.description());
      put(values, "author", record.author());
      put(values, "type", record.recordType());
      put(values, "category", record.category());
      put(values, "tags", tags);
      put(values, "capabilities", capabilities);
      put(values, "platform", record.platform());
      put(values, "region", record.region());
      put(values, "zone", record.zone());
      put(values, "endpoints", endpoints);
      String metadataSchema = record.metadataSchema();
      putDocument(values, "configuration", record.configuration());
      putDocument(values, "metadata", record.metadata());
      put(values, "metadataSchema", metadataSchema);
    }

    private static void put(Map<String, Object> values, String name, String text) {
      if (!text.isEmpty()) {
        values.put(name, text);
      }
    }

    private static void put(Map<String, Object> values, String name, List<?> list) {
      if (!list.isEmpty()) {
        values.put(name, list);
      }
    }

    private static void putDocument(Map<String, Object> values, String name, String json) {
      if (!json.isEmpty()) {
        try {
          values.put(name, Json.read(json));
        } catch (ToolException e) {
          throw new IllegalArgumentException("the record's " + name + " is no JSON", e);
        }
      }
    }
  }
}
