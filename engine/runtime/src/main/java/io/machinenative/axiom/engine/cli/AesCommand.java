package io.machinenative.axiom.engine.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code axiom aes}: seals and opens files and pipes. */
@Command(
    name = "aes",
    mixinStandardHelpOptions = true,
    description =
        "Seals and opens files and pipes with AES-256-GCM, in the format of Google's Tink or in"
            + " containers.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  axiom aes keygen -o my.key",
      "  axiom aes seal -k my.key report.pdf -o report.pdf.sealed",
      "  tar c folder | axiom aes seal -k my.key > folder.sealed",
      "  axiom aes open -k my.key report.pdf.sealed -o report.pdf",
      "  axiom aes seal --passphrase-file secret.txt report.pdf -o report.pdf.sealed",
      "",
      "Exit codes: 0 done, 1 not what was sealed with this key, or a file failed,",
      "2 wrong command line or key file."
    })
final class AesCommand implements Runnable {
  @Spec private CommandSpec spec;

  private AesCommand() {}

  static CommandLine with(Terminal terminal) {
    CommandLine aes = new CommandLine(new AesCommand());
    aes.addSubcommand(new AesKeygenCommand(terminal));
    aes.addSubcommand(new AesSealCommand(terminal));
    aes.addSubcommand(new AesOpenCommand(terminal));
    return aes;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected a command: keygen, seal or open");
  }
}
