package io.machinenative.axiom.engine.cli;

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
  @Spec private CommandSpec spec;

  private BackupCommand() {}

  static CommandLine with(Terminal terminal) {
    CommandLine backup = new CommandLine(new BackupCommand());
    backup.addSubcommand(new BackupInitCommand(terminal));
    backup.addSubcommand(new BackupCreateCommand(terminal));
    backup.addSubcommand(new BackupListCommand(terminal));
    backup.addSubcommand(new BackupRestoreCommand(terminal));
    backup.addSubcommand(new BackupVerifyCommand(terminal, true));
    backup.addSubcommand(new BackupVerifyCommand.Check(terminal));
    backup.addSubcommand(new BackupPruneCommand(terminal));
    backup.addSubcommand(new BackupStatsCommand(terminal));
    return backup;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "expected a command: init, create, ls, restore, verify, check, prune or stats");
  }
}
