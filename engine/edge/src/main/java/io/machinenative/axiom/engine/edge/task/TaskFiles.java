package io.machinenative.axiom.engine.edge.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.base.WholeFile;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.ErrorHandler;

/**
 * A file for each task: a line with its record, and a line with its detail, both JSON. A file is
 * replaced as a whole and synchronised with its disk before it counts, so a kill or a power cut
 * leaves the state before or the one after.
 *
 * <p>Used by one thread at a time.
 */
final class TaskFiles {
  private static final String SUFFIX = ".task";
  private static final String UNFINISHED = ".part";
  private static final int FORMAT = 1;
  private static final int LONGEST_RECORD = 16 * 1024;

  private final Path folder;
  private final ErrorHandler errors;

  /**
   * @param folder is made when it is not there
   * @param errors are told of files that cannot be read; such a file keeps its bytes under another
   *     name
   */
  TaskFiles(Path folder, ErrorHandler errors) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.errors = errors;
  }

  /** The records of all tasks, and no unfinished file any more. */
  List<TaskRecord> readAll() throws IOException {
    List<TaskRecord> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.endsWith(UNFINISHED)) {
          Files.delete(file);
        } else if (name.endsWith(SUFFIX)) {
          readRecord(file, name.substring(0, name.length() - SUFFIX.length()), found);
        }
      }
    }
    return found;
  }

  private void readRecord(Path file, String id, List<TaskRecord> into) throws IOException {
    try {
      TaskRecord task = record(Files.readAllBytes(file));
      if (!task.id().equals(id)) {
        throw new IllegalArgumentException("expected the record of " + id + ", got " + task.id());
      }
      into.add(task);
    } catch (RuntimeException e) {
      errors.onError(new IOException("the record of a task cannot be read: " + file, e));
      Path aside = folder.resolve(id + ".damaged");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static TaskRecord record(byte[] file) {
    byte[] line = Arrays.copyOf(file, lineEnd(file));
    if (!(Json.read(line) instanceof Map<?, ?> map)
        || !(map.get("format") instanceof Number format)
        || format.intValue() != FORMAT) {
      throw new IllegalArgumentException("expected a record of format " + FORMAT);
    }
    return new TaskRecord(
        (String) map.get("id"),
        (String) map.get("owner"),
        (String) map.get("tool"),
        TaskStatus.of((String) map.get("status")),
        (String) map.get("message"),
        ((Number) map.get("createdMs")).longValue(),
        ((Number) map.get("updatedMs")).longValue(),
        ((Number) map.get("ttlMs")).longValue());
  }

  private static int lineEnd(byte[] file) {
    for (int i = 0; i < Math.min(file.length, LONGEST_RECORD); i++) {
      if (file[i] == '\n') {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "expected a line of at most " + LONGEST_RECORD + " bytes at the beginning");
  }

  /** The detail of a task; empty when it has none. */
  byte[] readDetail(String id) throws IOException {
    byte[] file = Files.readAllBytes(file(id));
    return Arrays.copyOfRange(file, lineEnd(file) + 1, file.length);
  }

  /** Returns once the task is on its disk. */
  void write(TaskRecord task, byte[] detail) throws IOException {
    WholeFile.write(file(task.id()), Set.of(), line(task), detail);
  }

  private static byte[] line(TaskRecord task) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("format", FORMAT);
    map.put("id", task.id());
    map.put("owner", task.owner());
    map.put("tool", task.tool());
    map.put("status", task.status().label());
    map.put("message", task.message());
    map.put("createdMs", task.createdMs());
    map.put("updatedMs", task.updatedMs());
    map.put("ttlMs", task.ttlMs());
    return (Json.text(map) + "\n").getBytes(UTF_8);
  }

  void delete(String id) throws IOException {
    Files.deleteIfExists(file(id));
  }

  private Path file(String id) {
    return folder.resolve(id + SUFFIX);
  }
}
