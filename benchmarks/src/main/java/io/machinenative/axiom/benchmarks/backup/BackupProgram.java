package io.machinenative.axiom.benchmarks.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program that saves and restores trees, as a command line. */
interface BackupProgram {
  String name();

  /** Which version it is, and with what it is run. */
  String version() throws IOException, InterruptedException;

  /** Makes an empty repository. */
  List<String> init(Path repository);

  /** Saves a folder. */
  List<String> save(Path repository, Path source);

  /** Restores the last snapshot below a folder. */
  List<String> restore(Path repository, Path target);

  /** Where the folder's content is below the target. */
  Path restored(Path target, Path source);

  Map<String, String> environment();
}
