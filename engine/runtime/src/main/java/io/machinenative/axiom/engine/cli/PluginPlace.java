package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.plugin.TrustedKeys;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether a command is about the plugins in a folder, or those of a server. */
final class PluginPlace {
  @Option(
      names = {"--in", "--into"},
      paramLabel = "DIR",
      description = "The plugins in a folder, instead of those of a server.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--trust",
      paramLabel = "DIR",
      description = "With --in: refuses what is not signed by one of the keys there.")
  private Optional<Path> trust = Optional.empty();

  ManagedPlugins open(ServerOptions server) {
    if (folder.isPresent()) {
      return new FolderPlugins(
          folder.get(), trust.map(TrustedKeys::in).orElse(TrustedKeys.ANYBODY));
    }
    if (trust.isPresent()) {
      throw new CommandFailure(
          ExitCode.USAGE, "--trust goes with --in; a server trusts whom it was told to trust");
    }
    return new ServerPlugins(server.connect());
  }
}
