package io.machinenative.axiom.engine.workflow;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.control.Arguments;
import io.machinenative.axiom.engine.control.JsonTool;
import io.machinenative.axiom.engine.workflow.model.Pipeline;
import io.machinenative.axiom.engine.workflow.model.PipelineException;
import io.machinenative.axiom.engine.workflow.report.RunReport;
import io.machinenative.axiom.engine.workflow.run.PipelineRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Pipelines as tools, and the operations that are always there. Any thread. */
public final class PipelineTools implements Plugin {
  private static final long PROGRESS_MS = 200;
  private static final int LIST_DEFAULT = 20;

  private static final String SOURCE_PROPERTIES =
      """
      "name":{"type":"string","description":"Of a pipeline of the server: pipeline.list tells them."},
      "yaml":{"type":"string","maxLength":1000000,"description":"Or the pipeline itself."},
      "parameters":{"type":"object","description":"Values of its parameters."}\
      """;

  private static final String PLAN =
      "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
          + SOURCE_PROPERTIES
          + "},\"oneOf\":[{\"required\":[\"name\"]},{\"required\":[\"yaml\"]}]}";

  private static final String RUN =
      "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
          + SOURCE_PROPERTIES
          + ",\"wait\":{\"type\":\"boolean\",\"description\":\"Answer when the run is over; a"
          + " cancelled call cancels it.\"}"
          + "},\"oneOf\":[{\"required\":[\"name\"]},{\"required\":[\"yaml\"]}]}";

  private static final String ONE_RUN =
      "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"run\"],\"properties\":"
          + "{\"run\":{\"type\":\"string\",\"description\":\"Id of a run.\"}}}";

  private static final String COUNT =
      "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"limit\":"
          + "{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000,\"default\":20}}}";

  private final Pipelines pipelines;
  private final String version;

  /**
   * @param version of the engine
   */
  public PipelineTools(Pipelines pipelines, String version) {
    this.pipelines = pipelines;
    this.version = version;
  }

  @Override
  public String id() {
    return "pipelines";
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public List<Operation> operations() {
    return pipelines.operations();
  }

  @Override
  public List<Tool> tools() {
    return List.of(
        JsonTool.named("pipeline.run", RUN, this::run)
            .title("Run a pipeline")
            .description("Begins a run and answers with its id, or, with wait, with its report.")
            .destructive()
            .openWorld()
            .build(),
        JsonTool.named("pipeline.plan", PLAN, this::plan)
            .title("Plan a pipeline")
            .description("Shows order, levels and connections, and what stands against a run.")
            .readOnly()
            .build(),
        JsonTool.named(
                "pipeline.list", JsonTool.NOTHING, (nothing, call) -> lists(call.principal()))
            .title("List pipelines")
            .description("Names the server's pipelines, their parameters, and all operations.")
            .readOnly()
            .build(),
        JsonTool.named(
                "pipeline.status",
                JsonTool.NOTHING,
                (nothing, call) -> pipelines.metrics(call.principal()))
            .title("Runs under way")
            .description(
                "Shows the caller's runs that are under way, and sums over all since the start.")
            .readOnly()
            .build(),
        JsonTool.named("pipeline.cancel", ONE_RUN, this::cancel)
            .title("Cancel a run")
            .description("Tells a run of the caller's to end; one that is over stays as it is.")
            .idempotent()
            .build(),
        JsonTool.named("pipeline.history", COUNT, this::history)
            .title("Last runs")
            .description("Lists the caller's last runs that are over, the latest first.")
            .readOnly()
            .build(),
        JsonTool.named("pipeline.report", ONE_RUN, this::report)
            .title("Report of a run")
            .description("Shows a run's stages with their numbers, and what follows from them.")
            .readOnly()
            .build());
  }

  private Map<String, ?> run(Arguments arguments, CallContext call)
      throws InterruptedException, ExecutionException {
    PipelineRun run;
    try {
      run = pipelines.start(pipeline(arguments), values(arguments), call.principal());
    } catch (PipelineException e) {
      throw ToolException.invalid(e.getMessage());
    } catch (IllegalStateException e) {
      throw ToolException.error(e.getMessage());
    }
    if (!arguments.flag("wait")) {
      return Map.of("run", run.id());
    }
    await(run, call);
    return object(pipelines.report(run.id()).orElseThrow());
  }

  private static void await(PipelineRun run, CallContext call)
      throws InterruptedException, ExecutionException {
    boolean over = false;
    try {
      over = isOverSoon(run);
      while (!over) {
        if (call.isCancelled()) {
          throw ToolException.cancelled();
        }
        RunReport report = run.report();
        call.progress((double) report.sinkBytes(), Double.NaN, RunText.progress(report));
        over = isOverSoon(run);
      }
    } finally {
      if (!over) {
        run.cancel();
      }
    }
  }

  private static boolean isOverSoon(PipelineRun run)
      throws InterruptedException, ExecutionException {
    try {
      run.result().get(PROGRESS_MS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false; // it goes on
    }
  }

  private Map<String, ?> plan(Arguments arguments, CallContext call) {
    try {
      return pipelines.plan(pipeline(arguments), values(arguments), call.principal()).form();
    } catch (PipelineException e) {
      throw ToolException.invalid(e.getMessage());
    }
  }

  private Pipeline pipeline(Arguments arguments) {
    Optional<String> yaml = arguments.optional("yaml");
    return yaml.isPresent()
        ? Pipelines.read(yaml.get(), "pipeline")
        : pipelines.named(arguments.text("name"));
  }

  private static Map<String, Object> values(Arguments arguments) {
    return arguments.has("parameters") ? object(arguments.object("parameters")) : Map.of();
  }

  private Map<String, ?> lists(Principal who) {
    Map<String, Object> lists = new LinkedHashMap<>();
    lists.put("pipelines", pipelines.list(who));
    lists.put("operations", pipelines.operationForms(who));
    return lists;
  }

  private Map<String, ?> cancel(Arguments arguments, CallContext call) {
    return Map.of("cancelled", pipelines.cancel(arguments.text("run"), call.principal()));
  }

  private Map<String, ?> history(Arguments arguments, CallContext call) {
    int limit = (int) arguments.number("limit", LIST_DEFAULT);
    return Map.of("runs", pipelines.history(limit, call.principal()));
  }

  private Map<String, ?> report(Arguments arguments, CallContext call) {
    String id = arguments.text("run");
    return object(
        pipelines
            .report(id, call.principal())
            .orElseThrow(() -> ToolException.invalid("expected a run that is known, got " + id)));
  }

  @SuppressWarnings("unchecked") // a JSON object has text keys
  private static Map<String, Object> object(Map<?, ?> values) {
    return (Map<String, Object>) values;
  }
}
