package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.StatusFamily;
import io.machinenative.axiom.engine.Version;
import io.machinenative.axiom.engine.config.ConfigException;
import io.machinenative.axiom.engine.plugin.PluginException;
import io.machinenative.axiom.engine.store.StoreDamagedException;
import io.machinenative.axiom.engine.store.StoreFormatException;
import io.machinenative.axiom.engine.store.StoreInUseException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: {@code axiom COMMAND}. */
@Command(
    name = "axiom",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    description = "Runs tools: functions that plugins deliver, called in microseconds.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = CommandLine.HelpCommand.class,
    footer = {
      "",
      "The launcher itself knows: build, test, format, java.",
      "",
      "Exit codes: 0 done, 1 the answer is no (a call failed, a check found a fault),",
      "2 wrong command line or configuration, 3 no JDK or Maven, 4 the build failed,",
      "5 no server there or not let in, 143 ended by SIGTERM."
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] arguments) {
    boolean interactive = System.console() != null && System.console().isTerminal();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(arguments, out, err, interactive));
  }

  /**
   * Runs a command.
   *
   * @return its {@link ExitCode}
   */
  static int run(String[] arguments, PrintWriter out, PrintWriter err, boolean interactive) {
    boolean colours = interactive && System.getenv("NO_COLOR") == null;
    return commandLine(arguments, new Terminal(out, err, colours))
        .setOut(out)
        .setErr(err)
        .setColorScheme(CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF))
        .execute(arguments);
  }

  /** With backup alone when that is called: to look at all commands takes a fifth of a second. */
  private static CommandLine commandLine(String[] arguments, Terminal terminal) {
    CommandLine commands = new CommandLine(new Main());
    if (arguments.length > 0 && arguments[0].equals("backup")) {
      commands.addSubcommand(BackupCommand.with(terminal));
    } else {
      addAll(commands, terminal);
    }
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setExecutionExceptionHandler((e, command, parsed) -> explain(e, terminal));
    return commands;
  }

  private static void addAll(CommandLine commands, Terminal terminal) {
    commands.addSubcommand(new ServeCommand(terminal));
    commands.addSubcommand(new McpCommand(terminal));
    commands.addSubcommand(new CallCommand(terminal));
    commands.addSubcommand(new ToolsCommand(terminal));
    commands.addSubcommand(new DemoCommand(terminal));
    commands.addSubcommand(RegistryCommand.with(terminal));
    commands.addSubcommand(new PipelineCommand(terminal));
    commands.addSubcommand(new NativesCommand(terminal));
    commands.addSubcommand(new DoctorCommand(terminal));
    commands.addSubcommand(new ZstdCommand(terminal));
    commands.addSubcommand(new VersionCommand(terminal));
    commands.addSubcommand(AesCommand.with(terminal));
    commands.addSubcommand(PluginCommand.with(terminal));
    commands.addSubcommand(new UpstreamCommand(terminal));
    commands.addSubcommand(BackupCommand.with(terminal));
    for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
      commands.addSubcommand(provider.command());
    }
  }

  /** Turns what went wrong into a line and an exit code; a defect keeps its stack. */
  private static int explain(Exception thrown, Terminal terminal) throws Exception {
    return switch (thrown) {
      case CallException e -> {
        terminal.note(terminal.bad("axiom: ") + e.getMessage());
        boolean noSession =
            e.status() == Status.NOT_CONNECTED || e.family() == StatusFamily.SESSION;
        yield noSession ? ExitCode.NOT_CONNECTED : ExitCode.FAILED;
      }
      case ConfigException e -> {
        terminal.note(terminal.bad("axiom: ") + e.getMessage());
        yield ExitCode.USAGE;
      }
      case StoreInUseException e -> refused(e, terminal);
      case StoreDamagedException e -> refused(e, terminal);
      case StoreFormatException e -> refused(e, terminal);
      case PluginException e -> refused(e, terminal);
      case CommandFailure e -> {
        terminal.note(terminal.bad("axiom: ") + e.getMessage());
        yield e.exitCode();
      }
      default -> throw thrown;
    };
  }

  private static int refused(Exception e, Terminal terminal) {
    terminal.note(terminal.bad("axiom: ") + e.getMessage());
    return ExitCode.FAILED;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected a command");
  }

  /** What {@code --version} prints. */
  static final class VersionText implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"axiom " + Version.current()};
    }
  }
}
