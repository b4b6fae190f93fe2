package io.machinenative.axiom.engine.workflow.model;

import io.machinenative.axiom.engine.config.ConfigException;
import io.machinenative.axiom.engine.config.Quantity;
import io.machinenative.axiom.engine.config.Yaml;
import io.machinenative.axiom.engine.json.Finding;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads pipelines from YAML, of the form {@link #SCHEMA}. One reader reads one text; not
 * thread-safe. What the schema cannot say (units, names that are there) is a finding too.
 */
public final class PipelineReader {
  /** JSON Schema (2020-12) of a pipeline's file. */
  public static final String SCHEMA = readSchema();

  private static final JsonSchema FORM = JsonSchema.compile(SCHEMA);

  private final String source;
  private final List<Finding> findings = new ArrayList<>();

  private PipelineReader(String source) {
    this.source = source;
  }

  /**
   * Reads a pipeline.
   *
   * @param source names the text in errors
   * @throws PipelineException with every place that does not fit
   */
  public static Pipeline read(String yaml, String source) {
    Object values;
    try {
      values = Yaml.read(yaml, source);
    } catch (ConfigException e) {
      throw new PipelineException(source, "", "YAML", e.getMessage());
    }
    List<Finding> misfits = FORM.check(Json.write(values));
    if (!misfits.isEmpty()) {
      throw new PipelineException(source, misfits);
    }
    PipelineReader reader = new PipelineReader(source);
    Pipeline pipeline = reader.pipeline((Map<?, ?>) values);
    reader.throwFindings();
    return pipeline;
  }

  private void throwFindings() {
    if (!findings.isEmpty()) {
      throw new PipelineException(source, findings);
    }
  }

  private Pipeline pipeline(Map<?, ?> values) {
    List<Parameter> parameters = new ArrayList<>();
    map(values.get("parameters"))
        .forEach((name, form) -> parameters.add(parameter((String) name, map(form))));
    List<Stage> stages = new ArrayList<>();
    for (Object stage : (List<?>) values.get("stages")) {
      stages.add(stage(map(stage), "/stages/" + stages.size()));
    }
    checkNames(stages);
    return new Pipeline(
        (String) values.get("name"),
        text(values, "description", ""),
        number(values, "parallel", Pipeline.MAX_PARALLEL),
        buffer(values),
        optionalTime(values, "timeout", ""),
        parameters,
        stages);
  }

  private int buffer(Map<?, ?> values) {
    String text = text(values, "buffer", Quantity.ofBytes(Pipeline.DEFAULT_BUFFER_BYTES));
    try {
      long bytes = Quantity.bytes(text);
      if (bytes >= Pipeline.LEAST_BUFFER_BYTES && bytes <= Pipeline.MOST_BUFFER_BYTES) {
        return (int) bytes;
      }
      find("/buffer", "64KiB to 64MiB", text);
    } catch (ConfigException e) {
      find("/buffer", "a size such as 4MiB", e.getMessage());
    }
    return Pipeline.DEFAULT_BUFFER_BYTES;
  }

  private Parameter parameter(String name, Map<?, ?> form) {
    Parameter.Type type =
        Parameter.Type.valueOf(text(form, "type", "string").toUpperCase(Locale.ROOT));
    boolean secret = Boolean.TRUE.equals(form.get("secret"));
    Parameter parameter =
        new Parameter(name, type, text(form, "description", ""), Optional.empty(), secret);
    if (!form.containsKey("default")) {
      return parameter;
    }
    try {
      Object value = parameter.accept(form.get("default"));
      return new Parameter(name, type, parameter.description(), Optional.of(value), secret);
    } catch (IllegalArgumentException e) {
      find("/parameters/" + name + "/default", type.label(), e.getMessage());
      return parameter;
    }
  }

  private Stage stage(Map<?, ?> form, String path) {
    List<String> needs = new ArrayList<>();
    if (form.get("needs") instanceof List<?> names) {
      names.forEach(name -> needs.add((String) name));
    }
    Optional<String> from = Optional.ofNullable((String) form.get("from"));
    from.filter(name -> !needs.contains(name)).ifPresent(needs::add);
    return new Stage(
        (String) form.get("name"),
        call(form),
        needs,
        from,
        optionalTime(form, "timeout", path),
        policy(form.get("onError"), path + "/onError"));
  }

  private static Stage.Call call(Map<?, ?> form) {
    Object parameters = form.get("parameters");
    return new Stage.Call(
        (String) form.get("operation"), parameters == null ? Map.of() : parameters);
  }

  private ErrorPolicy policy(Object form, String path) {
    if (form == null) {
      return ErrorPolicy.STOP;
    }
    if (form instanceof String end) {
      return ErrorPolicy.STOP.with(then(end));
    }
    Map<?, ?> policy = map(form);
    Optional<ErrorPolicy.Retry> retry = Optional.empty();
    if (policy.get("retry") instanceof Map<?, ?> values) {
      String at = path + "/retry";
      retry =
          Optional.of(
              new ErrorPolicy.Retry(
                  number(values, "times", 3),
                  ErrorPolicy.Backoff.valueOf(
                      text(values, "backoff", "exponential").toUpperCase(Locale.ROOT)),
                  time(text(values, "delay", "1s"), at + "/delay"),
                  time(text(values, "longest", "1m"), at + "/longest")));
    }
    Optional<ErrorPolicy.Circuit> circuit = Optional.empty();
    if (policy.get("circuit") instanceof Map<?, ?> values) {
      circuit =
          Optional.of(
              new ErrorPolicy.Circuit(
                  number(values, "failures", 5),
                  time(text(values, "open", "60s"), path + "/circuit/open")));
    }
    Optional<Stage.Call> fallback =
        policy.get("fallback") instanceof Map<?, ?> values
            ? Optional.of(call(values))
            : Optional.empty();
    return new ErrorPolicy(retry, circuit, fallback, then(text(policy, "then", "stop")));
  }

  private static ErrorPolicy.Then then(String text) {
    return ErrorPolicy.Then.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private void checkNames(List<Stage> stages) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < stages.size(); i++) {
      if (!names.add(stages.get(i).name())) {
        find("/stages/" + i + "/name", "a name that no stage has", stages.get(i).name());
      }
    }
    for (int i = 0; i < stages.size(); i++) {
      for (String need : stages.get(i).needs()) {
        if (!names.contains(need)) {
          find("/stages/" + i + "/needs", "one of " + names, need);
        }
      }
    }
  }

  private OptionalLong optionalTime(Map<?, ?> values, String key, String path) {
    return values.get(key) instanceof String text
        ? OptionalLong.of(time(text, path + "/" + key))
        : OptionalLong.empty();
  }

  private long time(String text, String path) {
    try {
      return Quantity.nanoseconds(text);
    } catch (ConfigException e) {
      find(path, "a duration such as 200ms, 2s or 1m", text);
      return 0;
    }
  }

  private void find(String path, String expected, String found) {
    findings.add(new Finding(path, expected, found));
  }

  private static String text(Map<?, ?> values, String key, String otherwise) {
    return values.get(key) instanceof String text ? text : otherwise;
  }

  private static int number(Map<?, ?> values, String key, int otherwise) {
    return values.get(key) instanceof Number number ? number.intValue() : otherwise;
  }

  private static Map<?, ?> map(Object value) {
    return value == null ? Map.of() : (Map<?, ?>) value;
  }

  private static String readSchema() {
    try (InputStream in = PipelineReader.class.getResourceAsStream("pipeline.schema.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
