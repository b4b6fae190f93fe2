package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.StreamSealer;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code axiom aes seal}: encrypts and authenticates a file or a pipe. */
@Command(
    name = "seal",
    mixinStandardHelpOptions = true,
    description = "Encrypts and authenticates a file or a pipe of any size.")
final class AesSealCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private AesKeyOptions key;

  @Mixin private FilterFiles files;

  AesSealCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<AesKey> keys = key.read();
    FilterProgress progress = new FilterProgress(terminal, "sealed", files.inputBytes());
    try {
      StreamSealer sealer = new StreamSealer(keys.getFirst(), new SecureRandom());
      files.run((in, out) -> sealer.seal(in, out, key.aad(), progress), true);
      terminal.clearProgress();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "not sealed: " + e);
    } finally {
      keys.forEach(AesKey::close);
    }
  }
}
