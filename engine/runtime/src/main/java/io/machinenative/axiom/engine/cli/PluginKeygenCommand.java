package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.plugin.SigningKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code axiom plugin keygen}: makes the keys that sign plugins. */
@Command(
    name = "keygen",
    mixinStandardHelpOptions = true,
    description = {
      "Makes NAME.key, which signs plugins and only you may read, and NAME.pub, which operators",
      "put into their folder of trusted keys. Ed25519, in PEM; none is overwritten."
    })
final class PluginKeygenCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "As in keys/team; the folder is there.")
  private Path name;

  PluginKeygenCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path file = name.resolveSibling(name.getFileName() + ".key");
    SigningKey key = SigningKey.generate();
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, key.privatePem());
      Files.writeString(
          SigningKey.publicBeside(file), key.publicPem(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getFile() + " is there already");
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "the keys cannot be written: " + e);
    }
    terminal.print("key " + key.id());
    terminal.note("sign with " + file + ", give " + SigningKey.publicBeside(file) + " away");
    return ExitCode.OK;
  }
}
