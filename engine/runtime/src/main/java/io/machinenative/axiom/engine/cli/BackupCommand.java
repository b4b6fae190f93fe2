package io.machinenative.axiom.engine.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code axiom backup}: snapshots of directory trees in a repository, without a server. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Snapshots of directory trees: deduplicated, compressed, encrypted.",
      "A repository is a directory; what is in it is of use to nobody without the key."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  axiom backup init -r /mnt/backups",
      "  axiom backup create -r /mnt/backups ~/documents",
      "  axiom backup ls -r /mnt/backups",
      "  axiom backup restore -r /mnt/backups latest -t /tmp/restored",
      "  axiom backup verify -r /mnt/backups",
      "  axiom backup prune -r /mnt/backups --keep-daily 30 --keep-monthly 24",
      "",
      "The passphrase is asked for, or taken from --passphrase-file or AXIOM_BACKUP_PASSPHRASE;",
      "the repository from -r or AXIOM_BACKUP_REPOSITORY.",
      "",
      "Exit codes: 0 done, 1 something is damaged or was not saved or restored,",
      "2 wrong command line."
    })
final class BackupCommand implements Runnable {
  private static final List<String> NAMES =
      List.of("init", "create", "ls", "restore", "verify", "check", "prune", "stats");

  @Spec private CommandSpec spec;

  private BackupCommand() {}

  /** With the command alone that is called, or all of them. */
  static CommandLine with(Terminal terminal, String[] arguments) {
    CommandLine backup = new CommandLine(new BackupCommand());
    Object called = arguments.length < 2 ? null : command(arguments[1], terminal);
    if (called != null) {
      backup.addSubcommand(called);
    } else {
      NAMES.forEach(name -> backup.addSubcommand(command(name, terminal)));
    }
    return backup;
  }

  private static Object command(String name, Terminal terminal) {
    return switch (name) {
      case "init" -> new BackupInitCommand(terminal);
      case "create" -> new BackupCreateCommand(terminal);
      case "ls" -> new BackupListCommand(terminal);
      case "restore" -> new BackupRestoreCommand(terminal);
      case "verify" -> new BackupVerifyCommand(terminal, true);
      case "check" -> new BackupVerifyCommand.Check(terminal);
      case "prune" -> new BackupPruneCommand(terminal);
      case "stats" -> new BackupStatsCommand(terminal);
      default -> null;
    };
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "expected a command: init, create, ls, restore, verify, check, prune or stats");
  }
}
