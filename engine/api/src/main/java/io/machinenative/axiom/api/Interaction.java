package io.machinenative.axiom.api;

import io.machinenative.axiom.codec.Status;
import java.util.Map;

/**
 * What a handler can do with the client that waits for it, beyond the reply. Callers of the binary
 * protocol cannot be asked; clients of MCP can, as far as they say so.
 *
 * <p>A question ends the handler's run: it throws, and once the client has answered the handler is
 * run again from its beginning, with the answers there. So a handler asks before it changes
 * anything, or remembers what it did.
 *
 * <p>Valid as long as the call is. Asking belongs to the handler's thread; {@link #log} to any.
 */
public interface Interaction {
  /** Nobody to ask and nobody to tell. */
  Interaction NONE =
      new Interaction() {
        @Override
        public boolean supports(ClientFeature feature) {
          return false;
        }

        @Override
        public Map<String, Map<String, Object>> ask(Map<String, InputRequest> questions) {
          throw new ToolException(
              Status.TOOL_ERROR, "the tool has a question, and the caller cannot be asked");
        }

        @Override
        public String remembered() {
          return null;
        }

        @Override
        public void remember(String state) {}

        @Override
        public void log(LogLevel level, String logger, Object data) {}
      };

  /** Whether the client can be asked for this. */
  boolean supports(ClientFeature feature);

  /**
   * Answers of the client, by key. Asks for all that are not there yet, by not returning: the
   * handler lets what this throws pass.
   *
   * @param questions by keys that the handler uses for nothing else
   * @throws ToolException when a question has no answer yet, or the client cannot be asked
   */
  Map<String, Map<String, Object>> ask(Map<String, InputRequest> questions);

  /** The answer to one question; as {@link #ask(Map)}. */
  default Map<String, Object> ask(String key, InputRequest question) {
    return ask(Map.of(key, question)).get(key);
  }

  /** What the run before left with {@link #remember}; null in the first one. */
  String remembered();

  /**
   * Leaves a text to the next run. It travels through the client, sealed: it can neither read nor
   * change it.
   */
  void remember(String state);

  /**
   * From here on the call is a task, if the tool was made with {@link Tool.Builder#taskOnDemand}
   * and the client knows tasks: it need not wait any more, and what the tool asks from now on it
   * finds when it looks after the task. Does nothing otherwise, and when said again.
   */
  default void beginTask() {}

  /**
   * Whether the caller takes contents: texts, pictures and more beside the result, as MCP has them.
   * Who does not wants the result alone.
   */
  default boolean takesContents() {
    return false;
  }

  /** The least level of log messages that the client wants; null for none. */
  default LogLevel logLevel() {
    return null;
  }

  /**
   * Sends a log message, if the client wants any of that level.
   *
   * @param logger who says it; null for nobody
   * @param data a JSON value: text, number, Map, List
   */
  void log(LogLevel level, String logger, Object data);
}
