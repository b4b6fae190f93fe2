package io.machinenative.axiom.client;

import io.machinenative.axiom.engine.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The registry of a server, over any carrier. Records are JSON objects, as docs/registry.md shows
 * them. Any thread; a call waits for its answer.
 *
 * <p>A change that is refused is an answer, {@code done: false} with a reason; a {@link
 * CallException} says that the call itself failed.
 */
public final class RegistryClient {
  /** Records on a page. */
  private static final int PAGE = 1000;

  private final AxiomClient client;

  /**
   * @param client borrowed
   */
  public RegistryClient(AxiomClient client) {
    this.client = client;
  }

  /**
   * Registers a record.
   *
   * @param replace whether it takes the place of one with its key
   */
  public Map<String, Object> register(Map<String, ?> record, boolean replace) {
    return call("register", Map.of("record", record, "replace", replace));
  }

  /**
   * Changes a record.
   *
   * @param key {@code kind/name@version[/instance]}
   * @param revision that it must have; empty: any
   * @param changes {@code status}, {@code health}, or a whole {@code record}
   */
  public Map<String, Object> update(String key, Optional<Long> revision, Map<String, ?> changes) {
    return change("update", key, revision, changes);
  }

  /**
   * Removes a record.
   *
   * @param revision that it must have; empty: any
   */
  public Map<String, Object> deregister(String key, Optional<Long> revision) {
    return change("deregister", key, revision, Map.of());
  }

  private Map<String, Object> change(
      String operation, String key, Optional<Long> revision, Map<String, ?> changes) {
    Map<String, Object> arguments = new LinkedHashMap<>(changes);
    arguments.put("key", key);
    revision.ifPresent(expected -> arguments.put("revision", expected));
    return call(operation, arguments);
  }

  /** One record. */
  public Optional<Map<String, Object>> get(String key) {
    return Optional.ofNullable(object(call("get", Map.of("key", key)).get("record")));
  }

  /**
   * A page of records.
   *
   * @param criteria of {@code registry.query}
   * @return {@code records}, {@code total}, {@code next} and {@code revision}
   */
  public Map<String, Object> query(Map<String, ?> criteria) {
    return call("query", criteria);
  }

  /**
   * Every record that fits, page after page, each once.
   *
   * @return the registry's revision at the first page: {@link #watch} after it misses nothing
   */
  public long forEach(Map<String, ?> criteria, Consumer<Map<String, Object>> handler) {
    Map<String, Object> arguments = new LinkedHashMap<>(criteria);
    arguments.put("limit", PAGE);
    Map<String, Object> page = query(arguments);
    long revision = number(page, "revision");
    while (true) {
      ((List<?>) page.get("records")).forEach(record -> handler.accept(object(record)));
      if (page.get("next").equals("")) {
        return revision;
      }
      arguments.put("cursor", page.get("next"));
      page = query(arguments);
    }
  }

  /**
   * Keeps leases running.
   *
   * @return by key what came of it: renewed, revived, suppressed, unleased, unknown
   */
  public Map<String, Object> heartbeat(List<String> keys) {
    return object(call("heartbeat", Map.of("keys", keys)).get("results"));
  }

  /**
   * Waits for changes after a revision.
   *
   * @param filter {@code kind} and {@code namePrefix}, or neither
   * @param waitMs for the first change, below the call's deadline
   * @return {@code changes}, the {@code revision} to go on from, and {@code resync}: the changes
   *     after that revision are gone, read all records
   */
  public Map<String, Object> watch(long after, Map<String, ?> filter, long waitMs) {
    Map<String, Object> arguments = new LinkedHashMap<>(filter);
    arguments.put("after", after);
    arguments.put("waitMs", waitMs);
    return call("watch", arguments);
  }

  public Map<String, Object> statistics() {
    return call("stats", Map.of());
  }

  private Map<String, Object> call(String operation, Map<String, ?> arguments) {
    return object(Json.read(client.callJson("registry." + operation, Json.text(arguments))));
  }

  /** A number of an answer. */
  public static long number(Map<String, ?> answer, String name) {
    return ((Number) answer.get(name)).longValue();
  }

  @SuppressWarnings("unchecked") // an object's names are texts
  private static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }
}
