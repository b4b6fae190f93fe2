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
import java.util.List;
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
  /** In the order in which help names them. */
  private static final List<String> NAMES =
      List.of(
          "serve",
          "mcp",
          "call",
          "auth",
          "tools",
          "demo",
          "registry",
          "pipeline",
          "natives",
          "doctor",
          "zstd",
          "version",
          "aes",
          "plugin",
          "upstream",
          "backup");

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

  /** With the command alone that is called: to look at all of them takes a third of a second. */
  private static CommandLine commandLine(String[] arguments, Terminal terminal) {
    CommandLine commands = new CommandLine(new Main());
    Object called = arguments.length == 0 ? null : command(arguments, arguments[0], terminal);
    if (called != null) {
      commands.addSubcommand(called);
    } else {
      addAll(commands, terminal);
    }
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setExecutionExceptionHandler((e, command, parsed) -> explain(e, terminal));
    return commands;
  }

  /** A command of a name; null when it is none, or one that another module provides. */
  private static Object command(String[] arguments, String name, Terminal terminal) {
    return switch (name) {
      case "serve" -> new ServeCommand(terminal);
      case "mcp" -> new McpCommand(terminal);
      case "call" -> new CallCommand(terminal);
      case "auth" -> AuthCommand.with(terminal);
      case "tools" -> new ToolsCommand(terminal);
      case "demo" -> new DemoCommand(terminal);
      case "registry" -> RegistryCommand.with(terminal);
      case "pipeline" -> new PipelineCommand(terminal);
      case "natives" -> new NativesCommand(terminal);
      case "doctor" -> new DoctorCommand(terminal);
      case "zstd" -> new ZstdCommand(terminal);
      case "version" -> new VersionCommand(terminal);
      case "aes" -> AesCommand.with(terminal);
      case "plugin" -> PluginCommand.with(terminal);
      case "upstream" -> new UpstreamCommand(terminal);
      case "backup" -> BackupCommand.with(terminal, arguments);
      default -> null;
    };
  }

  private static void addAll(CommandLine commands, Terminal terminal) {
    for (String name : NAMES) {
      commands.addSubcommand(command(new String[0], name, terminal));
    }
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
