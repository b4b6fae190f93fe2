package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.doctor.Doctor;
import io.machinenative.axiom.engine.doctor.Finding;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.agrona.concurrent.SystemEpochClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code axiom doctor}: looks at the machine and the JVM, and names remedies. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at the JDK, its flags, memory, cores, limits, Aeron's directories and native",
      "libraries, and says what to do about what it finds. Ends with 1 when there is a problem."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int STATE_WIDTH = 13;

  private final Terminal terminal;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Optional<Path> root = Optional.ofNullable(System.getProperty("axiom.root")).map(Path::of);
    List<Finding> findings = new Doctor(root, SystemEpochClock.INSTANCE).examine();
    long problems = count(findings, Finding.State.PROBLEM);
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("problems", problems);
      answer.put("advice", count(findings, Finding.State.ADVICE));
      answer.put("findings", findings.stream().map(Finding::toMap).toList());
      terminal.printJson(answer);
    } else {
      print(findings);
    }
    return problems == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private void print(List<Finding> findings) {
    int width = findings.stream().mapToInt(finding -> finding.name().length()).max().orElse(0) + 2;
    for (Finding finding : findings) {
      terminal.print(state(finding) + pad(finding.name(), width) + finding.found());
      if (!finding.remedy().isEmpty()) {
        terminal.print(" ".repeat(STATE_WIDTH + width) + "-> " + finding.remedy());
      }
    }
    long problems = count(findings, Finding.State.PROBLEM);
    terminal.print("");
    terminal.print(
        String.format(
            Locale.ROOT,
            "%d problems, %d with advice",
            problems,
            count(findings, Finding.State.ADVICE)));
  }

  private String state(Finding finding) {
    String label = pad(finding.state().label(), STATE_WIDTH);
    return switch (finding.state()) {
      case OK -> terminal.good(label);
      case ADVICE -> terminal.warning(label);
      case PROBLEM -> terminal.bad(label);
      case NOT_CHECKED -> label;
    };
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static long count(List<Finding> findings, Finding.State state) {
    return findings.stream().filter(finding -> finding.state() == state).count();
  }
}
