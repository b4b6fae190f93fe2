package io.machinenative.axiom.engine.observation;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.control.Arguments;
import io.machinenative.axiom.engine.control.JsonTool;
import io.machinenative.axiom.engine.counters.EventLog;
import io.machinenative.axiom.engine.pipeline.SessionCensus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The tools {@code core.stats}, {@code core.sessions} and {@code core.log}: what an operator, a
 * console or an agent wants to know of a server that runs.
 */
public final class ObservationTools implements Plugin {
  /** An ingress agent answers in microseconds, unless it is busy with a long call. */
  private static final long CENSUS_TIMEOUT_MS = 2000;

  private static final int LINES_DEFAULT = 200;

  private static final String STATS =
      """
      {"type":"object","additionalProperties":false,"properties":{
      "tools":{"type":"boolean","default":true,
      "description":"With the tools that were called: calls, failures, latency."},
      "buckets":{"type":"boolean","default":false,
      "description":"With the counts behind the percentiles: pairs of bucket and count."}}}\
      """;

  private static final String SESSIONS =
      """
      {"type":"object","additionalProperties":false,"properties":{
      "limit":{"type":"integer","minimum":1,"maximum":1000,"default":100}}}\
      """;

  private static final String LOG =
      """
      {"type":"object","additionalProperties":false,"properties":{
      "after":{"type":"integer","minimum":0,"default":0,
      "description":"Lines after this sequence number: the answer's last, the next time."},
      "level":{"type":"string","default":"debug","description":"Of that level and above.",
      "enum":["debug","info","notice","warning","error","critical","alert","emergency"]},
      "limit":{"type":"integer","minimum":1,"maximum":1000,"default":200,
      "description":"The newest of them, so many."}}}\
      """;

  private final Observed engine;
  private final Statistics statistics;
  private final String version;

  /**
   * @param version of the engine
   */
  public ObservationTools(Observed engine, String version) {
    this.engine = engine;
    this.statistics = new Statistics(engine);
    this.version = version;
  }

  @Override
  public String id() {
    return "observation";
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public List<Tool> tools() {
    return List.of(
        JsonTool.named("core.stats", STATS, this::stats)
            .title("Statistics")
            .description(
                "The server's numbers since its start, and what there is now: calls, failures and"
                    + " latency by tool, queues, sessions, memory, counters.")
            .readOnly()
            .build(),
        JsonTool.named("core.sessions", SESSIONS, this::sessions)
            .title("Sessions")
            .description("Lists the sessions of clients that are connected now.")
            .readOnly()
            .build(),
        JsonTool.named("core.log", LOG, this::log)
            .title("Log")
            .description("Tells the last lines of the server's log, of a level and above.")
            .readOnly()
            .build());
  }

  private Map<String, ?> stats(Arguments arguments, CallContext call) {
    boolean tools = !Boolean.FALSE.equals(arguments.values().get("tools"));
    return statistics.values(tools, arguments.flag("buckets"), call.principal());
  }

  private Map<String, ?> sessions(Arguments arguments)
      throws InterruptedException, ExecutionException {
    long limit = arguments.number("limit", 100);
    List<CompletableFuture<SessionCensus.Answer>> asked =
        engine.censuses().stream().map(SessionCensus::ask).toList();
    int count = 0;
    List<Map<String, Object>> entries = new ArrayList<>();
    for (CompletableFuture<SessionCensus.Answer> answer : asked) {
      SessionCensus.Answer told = await(answer);
      count += told.count();
      told.entries().stream()
          .limit(limit - entries.size())
          .forEach(entry -> entries.add(values(entry)));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("count", count);
    values.put("sessions", entries);
    return values;
  }

  private static SessionCensus.Answer await(CompletableFuture<SessionCensus.Answer> answer)
      throws InterruptedException, ExecutionException {
    try {
      return answer.get(CENSUS_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw ToolException.error("an ingress agent is busy: it does not answer");
    }
  }

  private static Map<String, Object> values(SessionCensus.Entry entry) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", entry.id());
    values.put("client", entry.client());
    values.put("principal", entry.principal());
    values.put("peer", entry.peer());
    values.put("state", entry.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    values.put("inFlight", entry.inFlight());
    values.put("waitingReplies", entry.waitingReplies());
    values.put("openForMs", entry.openForNs() / 1_000_000);
    values.put("silentForMs", entry.silentForNs() / 1_000_000);
    return values;
  }

  private Map<String, ?> log(Arguments arguments) {
    LogLevel lowest = arguments.optional("level").map(LogLevel::of).orElse(LogLevel.DEBUG);
    EventLog.Page page =
        engine
            .events()
            .after(
                arguments.number("after", 0),
                lowest,
                (int) arguments.number("limit", LINES_DEFAULT));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("lines", page.lines().stream().map(ObservationTools::values).toList());
    values.put("last", page.last());
    values.put("missed", page.missed());
    return values;
  }

  private static Map<String, Object> values(EventLog.Line line) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("sequence", line.sequence());
    values.put("epochMs", line.epochMs());
    values.put("level", line.level().label());
    values.put("source", line.source());
    values.put("text", line.text());
    if (!line.who().isEmpty()) {
      values.put("who", line.who());
    }
    return values;
  }
}
