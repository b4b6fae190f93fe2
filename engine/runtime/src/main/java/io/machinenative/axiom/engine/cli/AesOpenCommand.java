package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.ForgedStreamException;
import io.machinenative.axiom.natives.aes.OwnerOnly;
import io.machinenative.axiom.natives.aes.StreamOpener;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code axiom aes open}: the opposite of {@code axiom aes seal}. */
@Command(
    name = "open",
    mixinStandardHelpOptions = true,
    description = {
      "Opens what was sealed, and nothing else.",
      "A file OUT appears only when all of it is genuine, readable for you alone. A pipe gets each",
      "MiB as soon as that is known to be genuine; that the rest was cut off shows in the exit"
          + " code: 1."
    })
final class AesOpenCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private AesKeyOptions key;

  @Mixin private FilterFiles files;

  AesOpenCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<AesKey> keys = key.read();
    FilterProgress progress = new FilterProgress(terminal, "opened", files.inputBytes());
    try {
      StreamOpener opener = new StreamOpener(keys);
      files.run(
          (in, out) -> opener.open(in, out, key.aad(), progress), false, OwnerOnly.attributes());
      terminal.clearProgress();
      return ExitCode.OK;
    } catch (ForgedStreamException e) {
      throw new CommandFailure(ExitCode.FAILED, "not opened: " + e.getMessage());
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "not opened: " + e);
    } finally {
      keys.forEach(AesKey::close);
    }
  }
}
