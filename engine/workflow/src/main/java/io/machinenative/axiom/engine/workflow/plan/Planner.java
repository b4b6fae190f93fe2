package io.machinenative.axiom.engine.workflow.plan;

import io.machinenative.axiom.api.Operation.Shape;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.control.OperationCatalogue;
import io.machinenative.axiom.engine.control.ServedOperation;
import io.machinenative.axiom.engine.json.Finding;
import io.machinenative.axiom.engine.workflow.model.ErrorPolicy;
import io.machinenative.axiom.engine.workflow.model.Parameter;
import io.machinenative.axiom.engine.workflow.model.Pipeline;
import io.machinenative.axiom.engine.workflow.model.Placeholders;
import io.machinenative.axiom.engine.workflow.model.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Makes the plan of one run. Everything that is wrong becomes a finding with its place, so that one
 * attempt tells all. Used once, by one thread.
 */
public final class Planner {
  /** Placeholders that only the run knows: its id, and results of stages before. */
  private static final List<String> LATE = List.of("run.", "stage.");

  private final Pipeline pipeline;
  private final OperationCatalogue catalogue;
  private final ToLongFunction<String> usualNs;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> missing = new TreeSet<>();
  private final Map<String, Object> values = new LinkedHashMap<>();

  private Planner(Pipeline pipeline, OperationCatalogue catalogue, ToLongFunction<String> usualNs) {
    this.pipeline = pipeline;
    this.catalogue = catalogue;
    this.usualNs = usualNs;
  }

  /**
   * @param given the caller's values, by name of the parameter
   * @param usualNs how long a stage took before, 0 when that is not known
   */
  public static Plan plan(
      Pipeline pipeline,
      Map<String, ?> given,
      OperationCatalogue catalogue,
      ToLongFunction<String> usualNs) {
    return new Planner(pipeline, catalogue, usualNs).plan(given);
  }

  private Plan plan(Map<String, ?> given) {
    accept(given);
    Map<String, Stage> stages = new LinkedHashMap<>();
    int index = 0;
    for (Stage stage : pipeline.stages()) {
      stages.put(stage.name(), filled(stage, "/stages/" + index));
      index++;
    }
    Map<String, String> from = new LinkedHashMap<>();
    index = 0;
    for (Stage stage : stages.values()) {
      input(stage, stages, "/stages/" + index).ifPresent(name -> from.put(stage.name(), name));
      index++;
    }
    checkOutputs(stages, from);
    StreamGraph graph = new StreamGraph(stages, from, usualNs, findings);
    List<Stream> streams = graph.streams();
    for (Stream stream : streams) {
      if (stream.stages().size() > pipeline.parallel()) {
        findings.add(
            new Finding(
                "/parallel",
                "at least " + stream.stages().size() + ", for " + stream.stages() + " run at once",
                String.valueOf(pipeline.parallel())));
      }
    }
    return new Plan(
        pipeline, values, graph.planned(), streams, List.copyOf(missing), List.copyOf(findings));
  }

  private void accept(Map<String, ?> given) {
    for (Parameter parameter : pipeline.parameters()) {
      String path = "/parameters/" + parameter.name();
      Object value = given.get(parameter.name());
      if (value == null) {
        parameter
            .fallback()
            .ifPresentOrElse(
                fallback -> values.put(parameter.name(), fallback),
                () ->
                    findings.add(new Finding(path, parameter.type().label() + ", given", "none")));
      } else {
        try {
          values.put(parameter.name(), parameter.accept(value));
        } catch (IllegalArgumentException e) {
          findings.add(new Finding(path, parameter.type().label(), e.getMessage()));
        }
      }
    }
    Set<String> known = new LinkedHashSet<>();
    pipeline.parameters().forEach(parameter -> known.add(parameter.name()));
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        findings.add(new Finding("/parameters/" + name, "one of " + known, name));
      }
    }
  }

  private Stage filled(Stage stage, String path) {
    Stage.Call call = filled(stage.call(), stage, path);
    ErrorPolicy policy = stage.onError();
    Optional<Stage.Call> fallback =
        policy.fallback().map(other -> filled(other, stage, path + "/onError/fallback"));
    return new Stage(
        stage.name(),
        call,
        stage.needs(),
        stage.from(),
        stage.timeoutNs(),
        new ErrorPolicy(policy.retry(), policy.circuit(), fallback, policy.then()));
  }

  private Stage.Call filled(Stage.Call call, Stage stage, String path) {
    Optional<Object> operation =
        filled(path + "/operation", () -> Placeholders.fill(call.operation(), this::known));
    Optional<Object> parameters =
        filled(
            path + "/parameters",
            () -> Placeholders.fillEarly(call.parameters(), this::known, Planner::isLate));
    String name = operation.map(String::valueOf).orElse(call.operation());
    Optional<ServedOperation> served = operation.flatMap(known -> served(name, path));
    if (parameters.isPresent() && !(parameters.get() instanceof Map<?, ?>)) {
      findings.add(
          new Finding(path + "/parameters", "an object", String.valueOf(parameters.get())));
      return new Stage.Call(name, Map.of());
    }
    Stage.Call filled = new Stage.Call(name, parameters.orElse(Map.of()));
    if (served.isPresent() && parameters.isPresent()) {
      checkParameters(filled, served.get(), stage, path);
    }
    return filled;
  }

  /** Empty when a placeholder has no value; that of a parameter is a finding already. */
  private Optional<Object> filled(String path, Supplier<Object> filling) {
    try {
      return Optional.ofNullable(filling.get());
    } catch (IllegalArgumentException e) {
      boolean known =
          pipeline.parameters().stream()
              .anyMatch(parameter -> e.getMessage().contains("${" + parameter.name() + "}"));
      if (!known) {
        findings.add(new Finding(path, "placeholders of parameters", e.getMessage()));
      }
      return Optional.empty();
    }
  }

  private Optional<Object> known(String name) {
    return isLate(name) ? Optional.of("${" + name + "}") : Optional.ofNullable(values.get(name));
  }

  private static boolean isLate(String name) {
    return LATE.stream().anyMatch(name::startsWith);
  }

  private Optional<ServedOperation> served(String name, String path) {
    Optional<ServedOperation> served = catalogue.find(name);
    if (served.isEmpty()) {
      missing.add(name);
      findings.add(
          new Finding(
              path + "/operation",
              "an operation of an installed plugin",
              name + ", which none offers"));
    }
    return served;
  }

  private void checkParameters(Stage.Call call, ServedOperation served, Stage stage, String path) {
    boolean[] late = new boolean[1];
    Placeholders.names(
        call.parameters(),
        name -> {
          late[0] = true;
          checkLate(name, stage, path);
        });
    if (!late[0]) {
      try {
        Object parameters = Placeholders.fill(call.parameters(), this::known);
        served.check(strings((Map<?, ?>) parameters));
      } catch (ToolException e) {
        findings.add(
            new Finding(
                path + "/parameters", "what " + call.operation() + " takes", e.getMessage()));
      }
    }
  }

  /** A result is there only when its stage is over. */
  private void checkLate(String name, Stage stage, String path) {
    if (name.startsWith("stage.")) {
      String[] words = name.split("\\.", 3);
      if (words.length < 3 || !isBefore(words[1], stage.name())) {
        findings.add(
            new Finding(
                path + "/parameters",
                "${stage.NAME.RESULT} of a stage that it needs",
                "${" + name + "}"));
      }
    }
  }

  private boolean isBefore(String earlier, String later) {
    Set<String> before = new LinkedHashSet<>();
    List<String> todo = new ArrayList<>(List.of(later));
    while (!todo.isEmpty()) {
      for (String need : pipeline.stage(todo.removeLast()).map(Stage::needs).orElse(List.of())) {
        if (before.add(need)) {
          todo.add(need);
        }
      }
    }
    return before.contains(earlier);
  }

  /** The stage that one reads from. */
  private Optional<String> input(Stage stage, Map<String, Stage> stages, String path) {
    Optional<Shape> shape = shape(stage);
    if (shape.isEmpty() || !shape.get().hasInput()) {
      if (shape.isPresent() && stage.from().isPresent()) {
        findings.add(new Finding(path + "/from", "none, for it reads nothing", stage.from().get()));
      }
      Optional<String> likely =
          stage.needs().size() == 1 ? Optional.of(stage.needs().getFirst()) : stage.from();
      return shape.isEmpty() ? likely : Optional.empty();
    }
    List<String> writers =
        stage.needs().stream()
            .filter(need -> stage.from().map(need::equals).orElse(true))
            .filter(need -> shape(stages.get(need)).map(Shape::hasOutput).orElse(true))
            .toList();
    if (writers.size() != 1) {
      findings.add(
          new Finding(
              path + "/from",
              "one stage that writes among its needs",
              writers.isEmpty() ? "none of " + stage.needs() : "several: " + writers));
      return Optional.empty();
    }
    return Optional.of(writers.getFirst());
  }

  private void checkOutputs(Map<String, Stage> stages, Map<String, String> from) {
    int index = 0;
    for (Stage stage : stages.values()) {
      boolean writes = shape(stage).map(Shape::hasOutput).orElse(false);
      if (writes && !from.containsValue(stage.name())) {
        findings.add(new Finding("/stages/" + index, "a stage that reads what it writes", "none"));
      }
      index++;
    }
  }

  /** Of the stage's operation; empty when that is missing. A fallback must have the same. */
  private Optional<Shape> shape(Stage stage) {
    Optional<Shape> shape = catalogue.find(stage.call().operation()).map(ServedOperation::shape);
    Optional<Stage.Call> other = stage.onError().fallback();
    Optional<Shape> fallback =
        other.flatMap(call -> catalogue.find(call.operation())).map(ServedOperation::shape);
    if (shape.isPresent() && fallback.isPresent() && !shape.equals(fallback)) {
      Finding finding =
          new Finding(
              "/stages/"
                  + pipeline.stages().indexOf(pipeline.stage(stage.name()).orElseThrow())
                  + "/onError/fallback/operation",
              "an operation that is a " + shape.get() + " too",
              other.orElseThrow().operation() + ", a " + fallback.get());
      if (!findings.contains(finding)) {
        findings.add(finding);
      }
    }
    return shape;
  }

  @SuppressWarnings("unchecked") // what a YAML reader makes of a mapping with text keys
  private static Map<String, Object> strings(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
