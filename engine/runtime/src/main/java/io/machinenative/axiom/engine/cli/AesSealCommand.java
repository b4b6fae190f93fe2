package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.StreamSealer;
import io.machinenative.axiom.plugins.aes.ContainerSealer;
import io.machinenative.axiom.plugins.aes.KeyAccess;
import io.machinenative.axiom.plugins.aes.Lanes;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code axiom aes seal}: encrypts and authenticates a file or a pipe. */
@Command(
    name = "seal",
    mixinStandardHelpOptions = true,
    description = "Encrypts and authenticates a file or a pipe of any size.")
final class AesSealCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private AesKeyOptions key;

  @Mixin private FilterFiles files;

  @Option(
      names = "--container",
      description = {
        "Makes a container, as the tools of the plugin aes do: it can be put under another key",
        "without being sealed anew. With a passphrase it is always one."
      })
  private boolean container;

  AesSealCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    FilterProgress progress = new FilterProgress(terminal, "sealed", files.inputBytes());
    try {
      if (container || key.isPassphrase()) {
        sealContainer(progress);
      } else {
        sealStream(progress);
      }
      terminal.clearProgress();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "not sealed: " + e);
    }
  }

  private void sealStream(FilterProgress progress) throws IOException {
    List<AesKey> keys = key.read();
    try {
      StreamSealer sealer = new StreamSealer(keys.getFirst(), new SecureRandom());
      files.run((in, out) -> sealer.seal(in, out, key.aad(), progress), true);
    } finally {
      keys.forEach(AesKey::close);
    }
  }

  private void sealContainer(FilterProgress progress) throws IOException {
    try (KeyAccess keys = key.access();
        Lanes lanes = AesContainers.lanes()) {
      ContainerSealer sealer = new ContainerSealer(lanes, new SecureRandom());
      files.run(
          (in, out) ->
              sealer.seal(
                  keys,
                  key.aad(),
                  ContainerSealer.DEFAULT_CHUNK_LOG,
                  in,
                  out,
                  (read, written) -> progress.accept(read)),
          true);
    }
  }
}
