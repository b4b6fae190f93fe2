package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.LeasesRenewedDecoder;
import io.machinenative.axiom.codec.RecordOutcomeDecoder;
import io.machinenative.axiom.codec.RecordPageDecoder;
import io.machinenative.axiom.codec.RecordReplyDecoder;
import io.machinenative.axiom.codec.RegistryStatisticsDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The registry of a server, over any carrier, in the messages of its own family. Records are JSON
 * objects, as docs/registry.md shows them. Threads as {@link AxiomClient} says; a call waits for
 * its answer.
 *
 * <p>A change that is refused is an answer, {@code done: false} with a reason; a {@link
 * CallException} says that the call itself failed, with NOT_SUPPORTED when the server has no
 * registry. What may be sent twice without harm is tried again when the connection was lost: all
 * but changes that expect a revision.
 */
public final class RegistryClient {
  /** Records on a page. */
  private static final int PAGE = 1000;

  private static final long ANY_REVISION = -1;
  private static final long NO_RECORD = 0;

  private final AxiomClient client;
  private final CallOptions options;

  /** Without deadlines. */
  public RegistryClient(AxiomClient client) {
    this(client, new CallOptions());
  }

  /**
   * @param client borrowed
   * @param options of each call; its deadline counts
   */
  public RegistryClient(AxiomClient client, CallOptions options) {
    this.client = client;
    this.options = options;
  }

  /**
   * Registers a record.
   *
   * @param replace whether it takes the place of one with its key
   * @return {@code done}, {@code changed} and the {@code record}; or {@code reason}, {@code
   *     message} and {@code revision}; {@code findings}
   * @throws IllegalArgumentException when it is no record
   */
  public Map<String, Object> register(Map<String, ?> record, boolean replace) {
    return register(record, Optional.of(replace ? ANY_REVISION : NO_RECORD));
  }

  /**
   * Registers a record in the place of one that has a revision.
   *
   * @param expectedRevision empty, or -1: any or none; 0: there must be none
   */
  public Map<String, Object> register(Map<String, ?> record, Optional<Long> expectedRevision) {
    long expected = expectedRevision.orElse(ANY_REVISION);
    return change(RegistryRequests.register(record, expected), expected);
  }

  /**
   * Changes a record.
   *
   * @param key {@code kind/name@version[/instance]}
   * @param revision that it must have; empty: any
   * @param changes {@code status}, {@code health}, {@code leaseMs}, or a whole {@code record}
   */
  public Map<String, Object> update(String key, Optional<Long> revision, Map<String, ?> changes) {
    long expected = revision.orElse(ANY_REVISION);
    return change(RegistryRequests.update(key, expected, changes), expected);
  }

  /**
   * Removes a record.
   *
   * @param revision that it must have; empty: any
   */
  public Map<String, Object> deregister(String key, Optional<Long> revision) {
    long expected = revision.orElse(ANY_REVISION);
    return change(RegistryRequests.deregister(key, expected), expected);
  }

  private Map<String, Object> change(byte[] message, long expected) {
    return ask(
        message,
        RecordOutcomeDecoder.TEMPLATE_ID,
        expected == ANY_REVISION,
        RegistryReplies::outcome);
  }

  /** One record. */
  public Optional<Map<String, Object>> get(String key) {
    return ask(
        RegistryRequests.get(key), RecordReplyDecoder.TEMPLATE_ID, true, RegistryReplies::record);
  }

  /**
   * A page of records.
   *
   * @param criteria {@code kind}, {@code name}, {@code versions}, {@code platform}, {@code type},
   *     {@code category}, {@code region}, {@code zone}, {@code tags}, {@code capabilities}, {@code
   *     statuses}, {@code healths}, {@code textPrefix}, {@code registeredFromMs}, {@code
   *     registeredBeforeMs}, {@code updatedFromMs}, {@code updatedBeforeMs}, {@code sort}, {@code
   *     descending}, {@code limit}, {@code cursor}
   * @return {@code records}, {@code total}, {@code next} and {@code revision}. A page may hold
   *     fewer records than its limit and not be the last: {@code next} says so
   * @throws IllegalArgumentException when a criterion has an unknown name or does not fit
   */
  public Map<String, Object> query(Map<String, ?> criteria) {
    return ask(
        RegistryQuery.write(criteria), RecordPageDecoder.TEMPLATE_ID, true, RegistryReplies::page);
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
   * @param keys at most 1,000
   * @return by key what came of it: renewed, revived, suppressed, unleased, unknown
   */
  public Map<String, Object> heartbeat(List<String> keys) {
    List<String> asked = List.copyOf(keys);
    return ask(
        RegistryRequests.renew(asked),
        LeasesRenewedDecoder.TEMPLATE_ID,
        true,
        answer -> RegistryReplies.renewed(answer, asked));
  }

  /** Begins to follow changes; closed by the caller. */
  public RegistryWatch watch(WatchOptions from) {
    RegistryWatch watch = new RegistryWatch(client, from);
    client.subscribe(watch);
    return watch;
  }

  /** The registry in numbers. */
  public Map<String, Object> statistics() {
    return ask(
        RegistryRequests.statistics(),
        RegistryStatisticsDecoder.TEMPLATE_ID,
        true,
        RegistryReplies::statistics);
  }

  private <T> T ask(
      byte[] message,
      int answerTemplateId,
      boolean isHarmless,
      Function<RegistryAsk.Answer, T> reader) {
    return client.perform(
        new RegistryAsk<>(message, answerTemplateId, isHarmless, reader), options);
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
