package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.verify.Findings;
import io.machinenative.axiom.plugins.backup.verify.VerifyReport;
import io.machinenative.axiom.plugins.backup.verify.VerifyRun;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code axiom backup verify} and {@code check}: whether everything is there. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Reads everything in a repository and proves it: decrypts, decompresses, and compares each",
      "chunk with its name. Names what is damaged, and what that takes from which snapshot."
    })
final class BackupVerifyCommand implements Callable<Integer> {
  private static final double MIB = 1 << 20;

  private final Terminal terminal;
  private final boolean everything;

  @Mixin private BackupOptions options;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  BackupVerifyCommand(Terminal terminal, boolean everything) {
    this.terminal = terminal;
    this.everything = everything;
  }

  @Override
  public Integer call() throws InterruptedException {
    return run(terminal, options, everything, json);
  }

  private static int run(Terminal terminal, BackupOptions options, boolean everything, boolean json)
      throws InterruptedException {
    try (Repository repository = options.open()) {
      Findings findings = new Findings();
      VerifyReport report;
      try (ProgressLine line = new ProgressLine(terminal, () -> text(findings))) {
        report =
            new VerifyRun(repository, options.surroundings(), findings, everything, () -> false)
                .run();
      }
      print(terminal, report, json);
      return report.isSound() ? ExitCode.OK : ExitCode.FAILED;
    } catch (IOException e) {
      throw BackupCreateCommand.failed(e);
    }
  }

  private static String text(Findings findings) {
    return String.format(
        Locale.ROOT,
        "%d chunks, %.0f MiB proven, %d problems",
        findings.provenChunks(),
        findings.provenBytes() / MIB,
        findings.problemCount());
  }

  private static void print(Terminal terminal, VerifyReport report, boolean json) {
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("sound", report.isSound());
      answer.put("snapshots", report.snapshots());
      answer.put("packs", report.packs());
      answer.put("chunks", report.chunks());
      answer.put("proven_chunks", report.provenChunks());
      answer.put("proven_bytes", report.provenBytes());
      answer.put("unused_chunks", report.unusedChunks());
      answer.put("problem_count", report.problemCount());
      answer.put("problems", report.problems());
      terminal.printJson(answer);
      return;
    }
    report.problems().forEach(problem -> terminal.print(terminal.bad("! ") + problem));
    terminal.print(
        String.format(
            Locale.ROOT,
            "%d snapshots, %d packs, %d chunks; %d chunks and %.1f MiB proven; %d problems",
            report.snapshots(),
            report.packs(),
            report.chunks(),
            report.provenChunks(),
            report.provenBytes() / MIB,
            report.problemCount()));
  }

  /** {@code axiom backup check}. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Looks whether all that the snapshots need is there, without reading the files' content:",
        "index, directories of packs, trees. See verify for the rest."
      })
  static final class Check implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private BackupOptions options;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    Check(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
      return run(terminal, options, false, json);
    }
  }
}
