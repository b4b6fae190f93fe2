package io.machinenative.axiom.benchmarks.backup;

import io.machinenative.axiom.engine.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code axiom backup}, by the launcher. */
final class AxiomBackup implements BackupProgram {
  @Override
  public String name() {
    return "axiom";
  }

  @Override
  public String version() {
    return "axiom " + Version.current();
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("axiom.root", "."), "axiom").toString());
    command.add("backup");
    command.addAll(List.of(arguments));
    return command;
  }

  @Override
  public List<String> init(Path repository) {
    return command("init", "-r", repository.toString());
  }

  @Override
  public List<String> save(Path repository, Path source) {
    return command("create", "-r", repository.toString(), source.toString());
  }

  @Override
  public List<String> restore(Path repository, Path target) {
    return command("restore", "-r", repository.toString(), "latest", "-t", target.toString());
  }

  @Override
  public Path restored(Path target, Path source) {
    return target.resolve(source.getFileName());
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("AXIOM_BACKUP_PASSPHRASE", "bench");
  }
}
