package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.testkit.kill.Ordeal;
import io.machinenative.axiom.testkit.upload.UploadKiller;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code axiom fuzz upload}: a server that uploads, killed at random points. */
@Command(
    name = "upload",
    description = {
      "Kills a server at random points (SIGKILL) while it uploads files and streams to object",
      "storage in parts, and looks for half objects, objects that are lost, uploads that do not go",
      "on, and parts that nobody gets rid of. The object storage is S3Proxy, started for it.",
      "The same seed gives the same uploads; where the kills fall also depends on the machine."
    },
    mixinStandardHelpOptions = true)
public final class FuzzUploadCommand extends FuzzKillsCommand {
  @Override
  Ordeal ordeal(long seedOfRun, Path directory) throws IOException {
    return new UploadKiller(seedOfRun, directory.toRealPath());
  }

  @Override
  String verdict() {
    return "every object was whole, none was lost, nothing unfinished stayed";
  }
}
