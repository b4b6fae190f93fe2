package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.registry.Heartbeat;
import io.machinenative.axiom.engine.registry.Outcome;
import io.machinenative.axiom.engine.registry.Page;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.RegistryStatistics;
import io.machinenative.axiom.engine.registry.feed.Change;
import io.machinenative.axiom.engine.registry.feed.WatchFilter;
import io.machinenative.axiom.engine.registry.form.MalformedRecordException;
import io.machinenative.axiom.engine.registry.form.RecordJson;
import io.machinenative.axiom.engine.registry.form.RecordJsonReader;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RecordUpdate;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Status;
import io.machinenative.axiom.engine.registry.validation.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The registry as tools: every carrier, client and agent reaches it as it reaches any other tool.
 *
 * <p>What a caller asks for and does not get is an answer ({@code done: false} with a reason), not
 * an error: a status of the wire says that the call failed.
 */
public final class RegistryTools implements Plugin {
  private final RegistryService registry;
  private final Visibility visibility;
  private final String version;

  /**
   * @param visibility of records
   * @param version of the engine
   */
  public RegistryTools(RegistryService registry, Visibility visibility, String version) {
    this.registry = registry;
    this.visibility = visibility;
    this.version = version;
  }

  @Override
  public String id() {
    return "registry";
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public List<Tool> tools() {
    return List.of(
        JsonTool.named("registry.register", RegistrySchemas.REGISTER, this::register)
            .title("Register")
            .description(
                "Registers a record: a tool, service, plugin, resource and so on. With replace it"
                    + " takes the place of one that has its key.")
            .build(),
        JsonTool.named("registry.update", RegistrySchemas.UPDATE, this::update)
            .title("Update a record")
            .description(
                "Changes status, health or the whole content of a record, if it has the revision"
                    + " that is given.")
            .build(),
        JsonTool.named("registry.deregister", RegistrySchemas.DEREGISTER, this::deregister)
            .title("Deregister")
            .description("Removes a record, if it has the revision that is given.")
            .destructive()
            .build(),
        JsonTool.named("registry.get", RegistrySchemas.GET, this::get)
            .title("Get a record")
            .description("Tells everything of one record that the caller may see.")
            .readOnly()
            .build(),
        JsonTool.named("registry.query", RegistrySchemas.QUERY, this::query)
            .title("Query records")
            .description(
                "Finds records that the caller may see by any combination of fields, sorted, a page"
                    + " at a time.")
            .readOnly()
            .build(),
        JsonTool.named("registry.heartbeat", RegistrySchemas.HEARTBEAT, this::heartbeat)
            .title("Keep leases")
            .description("Says that the owners of records with leases are there.")
            .idempotent()
            .build(),
        JsonTool.named("registry.watch", RegistrySchemas.WATCH, this::watch)
            .title("Watch for changes")
            .description(
                "Waits for changes after a revision, and tells them; call it again with the"
                    + " revision of the answer.")
            .readOnly()
            .build(),
        JsonTool.named("registry.stats", RegistrySchemas.NOTHING, this::statistics)
            .title("Registry statistics")
            .description("Counts records, leases, changes and what is wrong.")
            .readOnly()
            .build());
  }

  private Map<String, ?> register(Arguments arguments)
      throws InterruptedException, ExecutionException {
    Registration registration = registration(arguments);
    Registry.IfExists ifExists =
        arguments.flag("replace") ? Registry.IfExists.REPLACE : Registry.IfExists.REFUSE;
    return outcome(registry.register(registration, ifExists).get());
  }

  private Map<String, ?> update(Arguments arguments)
      throws InterruptedException, ExecutionException {
    RecordUpdate whole =
        arguments.has("record")
            ? RecordUpdate.of(registration(arguments))
            : new RecordUpdate(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    RecordUpdate update =
        new RecordUpdate(
            whole.content(),
            arguments.optional("status").map(Status::of).or(whole::status),
            arguments.optional("health").map(Health::of).or(whole::health),
            whole.lease());
    return outcome(registry.update(key(arguments), revision(arguments), update).get());
  }

  private Map<String, ?> deregister(Arguments arguments)
      throws InterruptedException, ExecutionException {
    return outcome(registry.deregister(key(arguments), revision(arguments)).get());
  }

  private Map<String, ?> get(Arguments arguments, CallContext call)
      throws InterruptedException, ExecutionException {
    RecordKey key = key(arguments);
    Optional<RegistryRecord> record =
        visibility.records(call.principal()).shows(key)
            ? registry.get(key).get()
            : Optional.empty();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("found", record.isPresent());
    record.ifPresent(found -> answer.put("record", RecordJson.values(found)));
    return answer;
  }

  private Map<String, ?> query(Arguments arguments, CallContext call)
      throws InterruptedException, ExecutionException {
    Page page =
        registry.query(QueryArguments.query(arguments), visibility.records(call.principal())).get();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("records", page.records().stream().map(RecordJson::values).toList());
    answer.put("total", page.total());
    answer.put("next", page.next());
    answer.put("revision", page.revision());
    return answer;
  }

  private Map<String, ?> heartbeat(Arguments arguments)
      throws InterruptedException, ExecutionException {
    List<RecordKey> keys = arguments.texts("keys").stream().map(RecordKey::parse).toList();
    Map<RecordKey, Heartbeat> results = registry.heartbeat(keys).get();
    Map<String, String> texts = new LinkedHashMap<>();
    results.forEach((key, result) -> texts.put(key.toString(), label(result)));
    return Map.of("results", texts);
  }

  private Map<String, ?> watch(Arguments arguments, CallContext call) throws InterruptedException {
    WatchFilter filter =
        new WatchFilter(
            arguments.optional("kind").map(Kind::of),
            arguments.optional("namePrefix").orElse(""),
            visibility.recordsFromNowOn(call.principal()));
    RegistryService.Seen seen =
        registry.watch(
            arguments.number("after", 0),
            filter,
            (int) arguments.number("limit", RegistryService.MAX_CHANGES),
            TimeUnit.MILLISECONDS.toNanos(arguments.number("waitMs", 0)));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("revision", seen.revision());
    answer.put("resync", seen.resync());
    answer.put("changes", seen.changes().stream().map(RegistryTools::change).toList());
    return answer;
  }

  private static Map<String, Object> change(Change change) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("revision", change.revision());
    values.put("type", label(change.type()));
    values.put("key", change.key().toString());
    change.record().ifPresent(record -> values.put("record", RecordJson.values(record)));
    return values;
  }

  private Map<String, ?> statistics(Arguments arguments)
      throws InterruptedException, ExecutionException {
    RegistryStatistics numbers = registry.statistics().get();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("records", numbers.records());
    answer.put("byKind", counts(numbers.byKind()));
    answer.put("byStatus", counts(numbers.byStatus()));
    answer.put("byHealth", counts(numbers.byHealth()));
    answer.put("revision", numbers.revision());
    answer.put("damaged", numbers.damaged());
    answer.put("refused", numbers.refused());
    answer.put("queries", numbers.queries());
    answer.put("heartbeats", numbers.heartbeats());
    answer.put("leases", numbers.leases());
    answer.put("overdue", numbers.overdue());
    answer.put("expired", numbers.expired());
    answer.put("brakeHolding", numbers.brakeHolding());
    answer.put("suppressed", numbers.suppressed());
    answer.put("oldestRevisionInFeed", numbers.oldestRevisionInFeed());
    answer.put("feedBytes", numbers.feedBytes());
    return answer;
  }

  /** Without those that are 0. */
  private static Map<String, Integer> counts(Map<? extends Enum<?>, Integer> counts) {
    Map<String, Integer> labels = new TreeMap<>();
    counts.forEach((value, count) -> {
      if (count > 0) {
        labels.put(label(value), count);
      }
    });
    return labels;
  }

  private static Map<String, ?> outcome(Outcome outcome) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("done", outcome.isDone());
    switch (outcome) {
      case Outcome.Done done -> {
        answer.put("changed", done.changed());
        answer.put("record", RecordJson.values(done.record()));
        putFindings(answer, done.warnings());
      }
      case Outcome.Refused refused -> {
        answer.put("reason", label(refused.reason()));
        answer.put("message", refused.message());
        answer.put("revision", refused.revision());
        putFindings(answer, refused.findings());
      }
    }
    return answer;
  }

  private static void putFindings(Map<String, Object> answer, List<Finding> findings) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("code", finding.code().toString());
      values.put("path", finding.path());
      values.put("severity", label(finding.severity()));
      values.put("expected", finding.expected());
      values.put("found", finding.found());
      values.put("suggestion", finding.suggestion());
      list.add(values);
    }
    answer.put("findings", list);
  }

  private static Registration registration(Arguments arguments) {
    try {
      return RecordJsonReader.registration(arguments.object("record"));
    } catch (MalformedRecordException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static RecordKey key(Arguments arguments) {
    return RecordKey.parse(arguments.text("key"));
  }

  private static long revision(Arguments arguments) {
    return arguments.number("revision", Registry.ANY_REVISION);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
