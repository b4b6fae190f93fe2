package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.api.ClientFeature;
import io.machinenative.axiom.api.InputRequest;
import io.machinenative.axiom.api.Interaction;
import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one run of a handler can do with a client of MCP. Made by the ingress thread, used by the
 * handler's, and looked at by the ingress thread again when the outcome has come: the hand-over of
 * the call orders all that.
 */
final class ClientInteraction implements Interaction {
  private static final List<String> ACTIONS = List.of("accept", "decline", "cancel");

  /** Takes log messages, on any thread. */
  interface Log {
    void message(LogLevel level, String logger, Object data);
  }

  private final Set<ClientFeature> features;
  private final Map<String, Map<String, Object>> answers;
  private final String remembered;
  private final LogLevel least;
  private final Log log;
  private final Runnable onTask;
  private Map<String, InputRequest> asked;
  private ClientFeature missing;
  private String left;

  /**
   * @param answers of earlier rounds, by key
   * @param least log messages below are not wanted; null: none are
   * @param onTask is run, on any thread, when the handler says that the call is a task
   */
  ClientInteraction(
      Set<ClientFeature> features,
      Map<String, Map<String, Object>> answers,
      String remembered,
      LogLevel least,
      Log log,
      Runnable onTask) {
    this.features = features;
    this.answers = answers;
    this.remembered = remembered;
    this.left = remembered;
    this.least = least;
    this.log = log;
    this.onTask = onTask;
  }

  /** For the next run, with more answers. */
  ClientInteraction next(Map<String, Map<String, Object>> more) {
    Map<String, Map<String, Object>> all = new LinkedHashMap<>(answers);
    all.putAll(more);
    return new ClientInteraction(features, all, left, least, log, onTask);
  }

  /** Whether the client can be asked for anything. */
  boolean canAsk() {
    return !features.isEmpty();
  }

  @Override
  public boolean supports(ClientFeature feature) {
    return features.contains(feature);
  }

  @Override
  public Map<String, Map<String, Object>> ask(Map<String, InputRequest> questions) {
    Map<String, Map<String, Object>> found = new LinkedHashMap<>();
    Map<String, InputRequest> open = new LinkedHashMap<>();
    questions.forEach((key, question) -> {
      Map<String, Object> answer = answers.get(key);
      if (answer != null && fits(question, answer)) {
        found.put(key, answer);
      } else {
        open.put(key, question);
      }
    });
    for (InputRequest question : open.values()) {
      if (!supports(question.feature())) {
        missing = question.feature();
        throw new ToolException(
            Status.TOOL_ERROR, "the tool needs a client with " + question.feature().label());
      }
    }
    if (!open.isEmpty()) {
      asked = open;
      throw new ToolException(Status.TOOL_ERROR, "the client has not answered yet");
    }
    return found;
  }

  /** Answers come from outside; one that is none is asked for again. */
  private static boolean fits(InputRequest question, Map<String, Object> answer) {
    return switch (question.feature()) {
      case ELICITATION -> answer.get("action") instanceof String action && ACTIONS.contains(action);
      case SAMPLING -> answer.get("content") != null && answer.get("role") instanceof String;
      case ROOTS -> answer.get("roots") instanceof List;
    };
  }

  @Override
  public String remembered() {
    return remembered;
  }

  @Override
  public void remember(String state) {
    left = state;
  }

  @Override
  public void beginTask() {
    onTask.run();
  }

  @Override
  public boolean takesContents() {
    return true;
  }

  @Override
  public LogLevel logLevel() {
    return least;
  }

  @Override
  public void log(LogLevel level, String logger, Object data) {
    if (least != null && level.compareTo(least) >= 0) {
      log.message(level, logger, data);
    }
  }

  // ── after the run ──────────────────────────────────────────────────────────

  /** What the handler wants answered before it is run again; null for nothing. */
  Map<String, InputRequest> asked() {
    return asked;
  }

  /** What the client would have to support; null for nothing. */
  ClientFeature missing() {
    return missing;
  }

  Map<String, Map<String, Object>> answers() {
    return answers;
  }

  /** What the handler leaves to its next run; null for nothing. */
  String left() {
    return left;
  }
}
