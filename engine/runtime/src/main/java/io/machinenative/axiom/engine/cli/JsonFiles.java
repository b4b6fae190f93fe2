package io.machinenative.axiom.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** JSON objects from files or standard input. Stateless. */
final class JsonFiles {
  private JsonFiles() {}

  /**
   * @param file a path; {@code -} for standard input
   * @throws CommandFailure when it cannot be read
   */
  static String read(String file) throws IOException {
    if (file.equals("-")) {
      return new String(System.in.readAllBytes(), UTF_8);
    }
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, file + " cannot be read: " + e);
    }
  }

  /**
   * @param source for the message
   * @throws CommandFailure when the text is no JSON object
   */
  @SuppressWarnings("unchecked") // an object's names are texts
  static Map<String, Object> object(String json, String source) {
    try {
      if (Json.read(json) instanceof Map<?, ?> object) {
        return (Map<String, Object>) object;
      }
    } catch (ToolException e) {
      throw new CommandFailure(ExitCode.USAGE, source + ": " + e.getMessage());
    }
    throw new CommandFailure(ExitCode.USAGE, source + ": expected a JSON object");
  }
}
