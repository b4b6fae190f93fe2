package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.natives.aes.KeyFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code axiom aes keygen}: makes a key. */
@Command(
    name = "keygen",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a file with a new key.",
      "Only you may read it, and no other is overwritten.",
      "Keep a copy: without the key nobody opens what it has sealed."
    })
final class AesKeygenCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "-o", required = true, paramLabel = "FILE", description = "The key file to make.")
  private Path file;

  AesKeygenCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      KeyFile.create(file, new SecureRandom());
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(
          ExitCode.USAGE, e.getFile() + " is there already, and needed to open what it has sealed");
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, file + " cannot be written: " + e);
    }
    terminal.note("a new key is in " + file + "; keep a copy of it");
    return ExitCode.OK;
  }
}
