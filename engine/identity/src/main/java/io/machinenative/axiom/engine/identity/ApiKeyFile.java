package io.machinenative.axiom.engine.identity;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.base.WholeFile;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The file of API keys: JSON, written whole and put into place at once, so that a server that
 * follows it never reads half of one. Its owner alone may read it. Any thread; several processes
 * may change it, one after the other.
 */
public final class ApiKeyFile {
  private ApiKeyFile() {}

  /**
   * Reads the keys.
   *
   * @throws NoSuchFileException when there is no such file
   * @throws IOException when it cannot be read, or is none, naming what is wrong
   */
  public static List<ApiKey> read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      if (Json.read(bytes) instanceof Map<?, ?> map && map.get("keys") instanceof List<?> list) {
        List<ApiKey> keys = new ArrayList<>();
        list.forEach(one -> keys.add(ApiKey.fromJson(one)));
        return keys;
      }
    } catch (ToolException | IllegalArgumentException | DateTimeException e) {
      throw new IOException(file + " is no file of API keys: " + e.getMessage(), e);
    }
    throw new IOException(file + " is no file of API keys: expected an object with keys");
  }

  /**
   * Changes the keys; makes the file when there is none.
   *
   * @param change from what there is to what shall be
   */
  public static void change(Path file, UnaryOperator<List<ApiKey>> change) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path lock = folder.resolve(file.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var held = channel.lock()) {
      assert held.isValid();
      List<ApiKey> keys = change.apply(existing(file));
      byte[] json = Json.write(Map.of("keys", keys.stream().map(ApiKey::toJson).toList()));
      WholeFile.write(file, WholeFile.OWNER_ONLY, json);
    }
  }

  private static List<ApiKey> existing(Path file) throws IOException {
    return Files.exists(file) ? read(file) : List.of();
  }
}
