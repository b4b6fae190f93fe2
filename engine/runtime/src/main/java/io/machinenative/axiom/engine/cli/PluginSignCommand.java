package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.plugin.PluginFile;
import io.machinenative.axiom.engine.plugin.PluginSignature;
import io.machinenative.axiom.engine.plugin.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.agrona.IoUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code axiom plugin sign}: vouches for a jar. */
@Command(
    name = "sign",
    mixinStandardHelpOptions = true,
    description = "Signs a plugin's jar: writes JAR.sig beside it. Ends with 1 when it is none.")
final class PluginSignCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "JAR")
  private Path jar;

  @Option(
      names = {"-k", "--key"},
      required = true,
      paramLabel = "FILE",
      description = "NAME.key, with NAME.pub beside it.")
  private Path key;

  PluginSignCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      Path copies = Files.createTempDirectory("axiom-plugin-");
      try (PluginFile file = PluginFile.open(jar, copies)) {
        PluginSignature signature = SigningKey.read(key).sign(file.sha256());
        Files.writeString(PluginSignature.beside(jar), signature.text());
        terminal.print(file.manifest() + " signed by key " + signature.keyId());
        terminal.print("sha256 " + file.sha256());
      } finally {
        IoUtil.delete(copies.toFile(), true);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "the signature cannot be written: " + e);
    }
  }
}
