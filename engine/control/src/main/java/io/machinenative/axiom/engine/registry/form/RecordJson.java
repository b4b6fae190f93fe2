package io.machinenative.axiom.engine.registry.form;

import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.registry.model.Content;
import io.machinenative.axiom.engine.registry.model.Endpoint;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Statistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes records as JSON objects, with the names of the message RegistryRecord ({@code recordType}
 * is {@code type} here). What is empty is left out. {@link RecordJsonReader} reads them. Stateless.
 */
public final class RecordJson {
  private RecordJson() {}

  /** A record in one line. */
  public static String text(RegistryRecord record) {
    return Json.text(values(record));
  }

  /** A record as plain values, as {@link Json#read} gives them. */
  public static Map<String, Object> values(RegistryRecord record) {
    Map<String, Object> values = values(record.registration());
    if (!record.statistics().equals(Statistics.NONE)) {
      values.put("statistics", statistics(record.statistics()));
    }
    values.put("revision", record.stamp().revision());
    values.put("registeredAtMs", record.stamp().registeredAtMs());
    values.put("updatedAtMs", record.stamp().updatedAtMs());
    return values;
  }

  /** What is to be registered, as plain values. */
  public static Map<String, Object> values(Registration registration) {
    Map<String, Object> values = new LinkedHashMap<>();
    RecordKey key = registration.key();
    values.put("kind", key.kind().label());
    values.put("name", key.name());
    values.put("version", key.version().toString());
    put(values, "instance", key.instance());
    putContent(values, registration.content());
    values.put("status", registration.status().label());
    values.put("health", registration.health().label());
    if (registration.lease().isBounded()) {
      values.put("leaseMs", registration.lease().ttlMs());
    }
    registration
        .lease()
        .expiredFrom()
        .ifPresent(status -> values.put("expiredFrom", status.label()));
    return values;
  }

  private static void putContent(Map<String, Object> values, Content content) {
    put(values, "title", content.about().title());
    put(values, "description", content.about().description());
    put(values, "author", content.about().author());
    put(values, "type", content.labels().type());
    put(values, "category", content.labels().category());
    put(values, "tags", content.labels().tags());
    put(values, "capabilities", content.labels().capabilities());
    put(values, "platform", content.placement().platform());
    put(values, "region", content.placement().region());
    put(values, "zone", content.placement().zone());
    put(values, "endpoints", content.endpoints().stream().map(RecordJson::endpoint).toList());
    if (!content.configuration().isEmpty()) {
      values.put("configuration", content.configuration().values());
    }
    if (!content.metadata().isEmpty()) {
      values.put("metadata", content.metadata().values());
    }
    put(values, "metadataSchema", content.metadataSchema());
  }

  private static Map<String, Object> endpoint(Endpoint endpoint) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("uri", endpoint.uri());
    values.put("weight", endpoint.weight());
    return values;
  }

  private static Map<String, Object> statistics(Statistics statistics) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("calls", statistics.calls());
    values.put("errors", statistics.errors());
    values.put("totalTimeNs", statistics.totalTimeNs());
    values.put("lastCallAtMs", statistics.lastCallAtMs());
    return values;
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
}
