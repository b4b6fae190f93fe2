package io.machinenative.axiom.benchmarks.backup;

import io.machinenative.axiom.engine.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code axiom backup}, as the launcher runs it. */
final class AxiomBackup implements BackupProgram {
  private static final String MAIN = "io.machinenative.axiom.engine.cli.Main";

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
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Path flags = Path.of(System.getProperty("axiom.root", "."), "perf-config", "jvm");
    command.add("@" + flags.resolve("axiom.args"));
    command.add("@" + flags.resolve("backup.args"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MAIN);
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
