package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code axiom version}. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Says which build this is.")
final class VersionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  VersionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String protocol = WireLimits.MIN_VERSION + " to " + WireLimits.MAX_VERSION;
    String java = Runtime.version().toString();
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("version", Version.current());
      answer.put("protocol_min", WireLimits.MIN_VERSION);
      answer.put("protocol_max", WireLimits.MAX_VERSION);
      answer.put("java", java);
      terminal.printJson(answer);
    } else {
      terminal.print("axiom " + Version.current() + ", protocol " + protocol + ", Java " + java);
    }
    return ExitCode.OK;
  }
}
