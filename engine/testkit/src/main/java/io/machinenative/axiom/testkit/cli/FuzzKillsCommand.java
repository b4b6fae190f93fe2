package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.testkit.FuzzFailure;
import io.machinenative.axiom.testkit.kill.KillReport;
import io.machinenative.axiom.testkit.kill.Kills;
import io.machinenative.axiom.testkit.kill.Ordeal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * What the commands that kill have in common. The same seed gives the same work; where the kills
 * fall also depends on the machine.
 */
abstract class FuzzKillsCommand extends SeededFuzz {
  private static final int KILLS_PER_NOTE = 10;

  @Option(
      names = "--kills",
      defaultValue = "300",
      description = "How often (default: ${DEFAULT-VALUE}).")
  private int kills;

  /** Who is killed, in an empty directory. */
  abstract Ordeal ordeal(long seedOfRun, Path directory) throws IOException;

  @Override
  final String scope() {
    return atLeastOne("--kills", kills);
  }

  @Override
  final Map<String, Object> run(long chosenSeed) throws IOException {
    RunDirectory directory = RunDirectory.create(name());
    Ordeal ordeal = ordeal(chosenSeed, directory.path());
    KillReport report;
    try {
      report = Kills.run(ordeal, chosenSeed, directory.path(), kills, this::note);
    } catch (FuzzFailure e) {
      directory.keep();
      throw e;
    }
    directory.remove();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("kills", report.kills());
    answer.putAll(report.seen());
    answer.put("seconds", Math.round(report.seconds()));
    return answer;
  }

  private void note(int done) {
    if (done % KILLS_PER_NOTE == 0) {
      say(Integer.toString(done));
    }
  }
}
