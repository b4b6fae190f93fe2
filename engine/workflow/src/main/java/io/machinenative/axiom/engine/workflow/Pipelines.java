package io.machinenative.axiom.engine.workflow;

import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.control.ServedOperation;
import io.machinenative.axiom.engine.workflow.files.FileOperations;
import io.machinenative.axiom.engine.workflow.files.OpenFolders;
import io.machinenative.axiom.engine.workflow.model.Parameter;
import io.machinenative.axiom.engine.workflow.model.Pipeline;
import io.machinenative.axiom.engine.workflow.model.PipelineException;
import io.machinenative.axiom.engine.workflow.model.PipelineReader;
import io.machinenative.axiom.engine.workflow.plan.Plan;
import io.machinenative.axiom.engine.workflow.plan.Planner;
import io.machinenative.axiom.engine.workflow.report.Advice;
import io.machinenative.axiom.engine.workflow.report.Advisor;
import io.machinenative.axiom.engine.workflow.report.RunHistory;
import io.machinenative.axiom.engine.workflow.report.RunOutcome;
import io.machinenative.axiom.engine.workflow.report.RunReport;
import io.machinenative.axiom.engine.workflow.run.PipelineRun;
import io.machinenative.axiom.engine.workflow.run.RunServices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.agrona.ErrorHandler;

/**
 * Plans, runs and remembers pipelines. Any thread. Owns the runs: closing it cancels those that are
 * under way and waits until they are over.
 */
public final class Pipelines implements AutoCloseable {
  /** Runs at once, at most; their operations share the slots. */
  private static final int MAX_RUNS = 64;

  private final PipelineFiles files;
  private final RunServices services;
  private final RunHistory history;
  private final List<Operation> builtIn;
  private final Supplier<String> ids;
  private final ErrorHandler errors;
  private final Map<String, PipelineRun> running = new ConcurrentHashMap<>();
  private final Map<RunOutcome, AtomicLong> ended = new ConcurrentHashMap<>();
  private final AtomicLong sourceBytes = new AtomicLong();
  private boolean closed;

  /**
   * @param options which folders are open, and where pipelines and history lie
   * @param ids of runs: letters, digits and {@code -}, each another one
   * @param errors is told what nobody waits for
   * @throws IOException when the history cannot be read
   */
  public Pipelines(
      PipelineOptions options, RunServices services, Supplier<String> ids, ErrorHandler errors)
      throws IOException {
    files = new PipelineFiles(options.folder());
    history = new RunHistory(options.history());
    builtIn = new FileOperations(new OpenFolders(options.open())).all();
    this.services = services;
    this.ids = ids;
    this.errors = errors;
    if (history.damagedLines() > 0) {
      errors.onError(
          new IOException(
              history.damagedLines() + " lines of " + options.history() + " could not be read"));
    }
  }

  /** The operations that are always there: files, trees, digests. */
  public List<Operation> operations() {
    return builtIn;
  }

  /** Every pipeline that a caller may run, with its parameters and what it lacks, as JSON. */
  public List<Map<String, Object>> list(Principal who) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (String name : files.names()) {
      Map<String, Object> form = new LinkedHashMap<>();
      form.put("name", name);
      try {
        Pipeline pipeline = files.read(name);
        Plan plan = plan(pipeline, Map.of());
        if (!denied(plan, who).isEmpty()) {
          continue;
        }
        form.put("description", pipeline.description());
        form.put("parameters", pipeline.parameters().stream().map(Pipelines::form).toList());
        form.put("missing", plan.missing());
      } catch (PipelineException e) {
        form.put("error", e.getMessage());
      }
      list.add(form);
    }
    return list;
  }

  private static Map<String, Object> form(Parameter parameter) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("name", parameter.name());
    form.put("type", parameter.type().label());
    form.put("description", parameter.description());
    parameter.fallback().ifPresent(value -> form.put("default", value));
    if (parameter.secret()) {
      form.put("secret", true);
    }
    return form;
  }

  /** Every operation that a caller can use now, as JSON values. */
  public List<Map<String, Object>> operationForms(Principal who) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (ServedOperation operation : services.operations().all()) {
      if (!allows(who, operation.name())) {
        continue;
      }
      Map<String, Object> form = new LinkedHashMap<>();
      form.put("name", operation.name());
      form.put("shape", operation.shape().name().toLowerCase(java.util.Locale.ROOT));
      form.put("description", operation.description());
      form.put("plugin", operation.plugin());
      form.put("version", operation.version());
      form.put("schema", io.machinenative.axiom.engine.json.Json.read(operation.schema()));
      list.add(form);
    }
    return list;
  }

  /**
   * The pipeline of a name, of the folder or ready.
   *
   * @throws PipelineException when there is none, or it is malformed
   */
  public Pipeline named(String name) {
    return files.read(name);
  }

  /**
   * What a run would do, without doing it.
   *
   * @param values of the parameters
   */
  public Plan plan(Pipeline pipeline, Map<String, ?> values) {
    return Planner.plan(
        pipeline, values, services.operations(), stage -> history.usualNs(pipeline.name(), stage));
  }

  /**
   * Begins a run of the server's own, as {@link #start(Pipeline, Map, Principal)}; it may use every
   * operation.
   */
  public PipelineRun start(Pipeline pipeline, Map<String, ?> values) {
    return begin(plan(pipeline, values), Principal.ANONYMOUS);
  }

  /**
   * Begins a run in the name of a caller.
   *
   * @throws PipelineException when something stands against it
   * @throws ToolException PERMISSION_DENIED when it has operations that the caller may not use
   * @throws IllegalStateException when this is closed, or too many runs are under way
   */
  public PipelineRun start(Pipeline pipeline, Map<String, ?> values, Principal who) {
    return begin(plan(pipeline, values, who), who);
  }

  private PipelineRun begin(Plan plan, Principal who) {
    Pipeline pipeline = plan.pipeline();
    if (!plan.isRunnable()) {
      throw new PipelineException(pipeline.name(), plan.findings());
    }
    PipelineRun run = new PipelineRun(ids.get(), plan, who, services, this::keep);
    synchronized (this) {
      if (closed || running.size() >= MAX_RUNS) {
        throw new IllegalStateException(
            closed ? "the pipelines are closed" : "expected fewer than " + MAX_RUNS + " runs");
      }
      running.put(run.id(), run);
    }
    Thread coordinator = services.threads().newThread(run);
    coordinator.setName("pipeline-" + run.id());
    services
        .events()
        .add(LogLevel.INFO, source(pipeline.name()), "run " + run.id() + " began", who.label());
    coordinator.start();
    return run;
  }

  private static String source(String pipeline) {
    return "pipeline " + pipeline;
  }

  /**
   * As {@link #plan(Pipeline, Map)}, for a caller.
   *
   * @throws ToolException PERMISSION_DENIED when it has operations that the caller may not use
   */
  public Plan plan(Pipeline pipeline, Map<String, ?> values, Principal who) {
    Plan plan = plan(pipeline, values);
    List<String> denied = denied(plan, who);
    if (!denied.isEmpty()) {
      denied.forEach(name -> services.guard().get().denied(who, ruleName(name)));
      throw new ToolException(
          Status.PERMISSION_DENIED, "expected operations that you may use, got " + denied);
    }
    return plan;
  }

  private List<String> denied(Plan plan, Principal who) {
    return plan.stages().values().stream()
        .flatMap(planned -> planned.stage().operations())
        .distinct()
        .filter(name -> !allows(who, name))
        .toList();
  }

  private boolean allows(Principal who, String operation) {
    return services.guard().get().allows(who, ruleName(operation), false);
  }

  /** As rules name an operation. */
  private static String ruleName(String operation) {
    return "operation " + operation;
  }

  /**
   * Reads a pipeline from text.
   *
   * @throws PipelineException with every place that does not fit
   */
  public static Pipeline read(String yaml, String source) {
    return PipelineReader.read(yaml, source);
  }

  private void keep(RunReport run) {
    LogLevel level = run.outcome() == RunOutcome.FAILED ? LogLevel.WARNING : LogLevel.INFO;
    String why = run.reason().isEmpty() ? "" : ": " + run.reason();
    String text = "run " + run.id() + " " + run.outcome().label() + why;
    services.events().add(level, source(run.pipeline()), text, run.owner().label());
    ended.computeIfAbsent(run.outcome(), none -> new AtomicLong()).incrementAndGet();
    sourceBytes.addAndGet(run.sourceBytes());
    try {
      history.add(form(run));
    } catch (IOException e) {
      errors.onError(e);
    } finally {
      running.remove(run.id());
    }
  }

  private Map<String, Object> form(RunReport run) {
    Map<String, Object> form = run.form();
    List<Advice> advice = Advisor.of(run, services.cores(), history.usualNs(run.pipeline()));
    form.put("advice", advice.stream().map(Advice::form).toList());
    return form;
  }

  /**
   * Tells a run to end, for a caller: one of its own, or of a pipeline that a rule grants it.
   *
   * @return whether such a run is under way, as far as the caller may know
   * @throws ToolException PERMISSION_DENIED when the caller may see it, and not end it
   */
  public boolean cancel(String id, Principal who) {
    PipelineRun run = running.get(id);
    RunRights rights = rights(who);
    if (run == null || !rights.sees(run)) {
      return false;
    }
    if (!rights.ends(run)) {
      String rule = RunRights.ruleName(run.plan().pipeline().name());
      services.guard().get().denied(who, rule);
      throw new ToolException(
          Status.PERMISSION_DENIED,
          "expected a run of yours, or a rule that allows '" + rule + "'");
    }
    run.cancel();
    return true;
  }

  private RunRights rights(Principal who) {
    return RunRights.of(services.guard().get(), who);
  }

  /** {@link #report(String)} for a caller; empty when the run is none of which it may learn. */
  public Optional<Map<?, ?>> report(String id, Principal who) {
    return report(id).filter(rights(who)::sees);
  }

  /** A run as it is or was, as JSON values; empty when it is not known. */
  public Optional<Map<?, ?>> report(String id) {
    PipelineRun run = running.get(id);
    if (run != null && !run.result().isDone()) {
      return Optional.of(run.report().form());
    }
    Optional<Map<?, ?>> kept = history.find(id);
    return kept.isPresent() || run == null ? kept : Optional.of(form(run.report()));
  }

  /** The last runs that are over and of which a caller may learn, the latest first, as JSON. */
  public List<Map<?, ?>> history(int count, Principal who) {
    return history.last(count, rights(who)::sees);
  }

  /**
   * The runs that are under way and of which a caller may learn, and sums over all runs since the
   * start, as JSON values.
   */
  public Map<String, Object> metrics(Principal who) {
    RunRights rights = rights(who);
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put(
        "running",
        running.values().stream().filter(rights::sees).map(run -> run.report().form()).toList());
    metrics.put("operationsNow", services.slots().total() - services.slots().free());
    metrics.put("operationsMost", services.slots().total());
    for (RunOutcome outcome : RunOutcome.values()) {
      if (outcome != RunOutcome.RUNNING) {
        AtomicLong count = ended.get(outcome);
        metrics.put(outcome.label(), count == null ? 0 : count.get());
      }
    }
    metrics.put("sourceBytes", sourceBytes.get());
    return metrics;
  }

  /** Cancels what is under way and waits for its end, at most as long as operations are granted. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    List<PipelineRun> left = List.copyOf(running.values());
    left.forEach(PipelineRun::cancel);
    for (PipelineRun run : left) {
      try {
        run.result().get(2 * services.graceNs(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        errors.onError(e);
      }
    }
  }
}
