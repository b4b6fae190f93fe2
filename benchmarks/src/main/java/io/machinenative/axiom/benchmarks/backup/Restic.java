package io.machinenative.axiom.benchmarks.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** restic, with its defaults: a repository of version 2, compression automatic. */
final class Restic implements BackupProgram {
  private final Path cache;

  /**
   * @param cache a folder for what it keeps outside of the repository
   */
  Restic(Path cache) {
    this.cache = cache;
  }

  @Override
  public String name() {
    return "restic";
  }

  /**
   * @throws IOException when there is no restic
   */
  @Override
  public String version() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("restic", "version").redirectErrorStream(true).start();
    String version =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException("restic version: " + version);
    }
    return version;
  }

  private List<String> command(Path repository, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("restic", "--quiet", "--cache-dir", cache.toString()));
    command.addAll(List.of("-r", repository.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  @Override
  public List<String> init(Path repository) {
    return command(repository, "init", "--repository-version", "2");
  }

  @Override
  public List<String> save(Path repository, Path source) {
    return command(repository, "backup", source.toString());
  }

  @Override
  public List<String> restore(Path repository, Path target) {
    return command(repository, "restore", "latest", "--target", target.toString());
  }

  @Override
  public Path restored(Path target, Path source) {
    return target.resolve(source.toAbsolutePath().getRoot().relativize(source.toAbsolutePath()));
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("RESTIC_PASSWORD", "bench");
  }
}
