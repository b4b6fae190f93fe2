package io.machinenative.axiom.engine.workflow;

import io.machinenative.axiom.engine.workflow.model.Pipeline;
import io.machinenative.axiom.engine.workflow.model.PipelineException;
import io.machinenative.axiom.engine.workflow.model.PipelineReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pipelines by name: those of a folder, {@code NAME.yaml} each, over those that Axiom brings. Read
 * anew each time. Any thread.
 *
 * @param folder empty for none
 */
record PipelineFiles(Optional<Path> folder) {
  /** Those in the resources beside this class. */
  static final List<String> READY = List.of("archive", "full-backup", "quick-backup", "restore");

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final String ENDING = ".yaml";

  /** All names, in order. */
  List<String> names() {
    TreeSet<String> names = new TreeSet<>(READY);
    if (folder.isPresent() && Files.isDirectory(folder.get())) {
      try (Stream<Path> files = Files.list(folder.get())) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(ENDING))
            .map(name -> name.substring(0, name.length() - ENDING.length()))
            .filter(name -> NAME.matcher(name).matches())
            .forEach(names::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return List.copyOf(names);
  }

  /**
   * @throws PipelineException when there is none of that name, or it cannot be read
   */
  Pipeline read(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new PipelineException(
          "pipeline", "", "a name of lower-case letters, digits and -", name);
    }
    try {
      Optional<Path> file =
          folder.map(path -> path.resolve(name + ENDING)).filter(Files::isRegularFile);
      if (file.isPresent()) {
        return PipelineReader.read(Files.readString(file.get()), file.get().toString());
      }
      if (!READY.contains(name)) {
        throw new PipelineException("pipeline", "", "one of " + names(), name);
      }
      try (InputStream in = PipelineFiles.class.getResourceAsStream("pipelines/" + name + ENDING)) {
        return PipelineReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
