package io.machinenative.axiom.testkit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;

/**
 * The temporary folder of a run. It goes when the run ends well, and when somebody ends the run
 * before, with the processes that work in it; it stays when the run has found something, for it is
 * the evidence. Owned by one thread.
 */
final class RunDirectory {
  private final Path path;
  private final Thread interrupted = new Thread(this::end, "end of a run");

  private RunDirectory(Path path) {
    this.path = path;
    Runtime.getRuntime().addShutdownHook(interrupted);
  }

  /**
   * Makes it.
   *
   * @param name of the run
   */
  static RunDirectory create(String name) throws IOException {
    return new RunDirectory(Files.createTempDirectory("axiom-fuzz-" + name + "-").toRealPath());
  }

  private void end() {
    ProcessHandle.current()
        .descendants()
        .forEach(process -> {
          process.destroyForcibly();
          process.onExit().join();
        });
    IoUtil.delete(path.toFile(), true);
  }

  Path path() {
    return path;
  }

  /** The run has found something. */
  void keep() {
    Runtime.getRuntime().removeShutdownHook(interrupted);
  }

  /** The run has ended well. */
  void remove() {
    keep();
    IoUtil.delete(path.toFile(), false);
  }
}
