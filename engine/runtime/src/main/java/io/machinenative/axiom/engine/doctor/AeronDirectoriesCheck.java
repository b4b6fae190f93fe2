package io.machinenative.axiom.engine.doctor;

import io.machinenative.axiom.engine.transport.aeron.DriverDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.EpochClock;

/** Which media drivers run, and what those that were killed left in shared memory. */
final class AeronDirectoriesCheck implements Check {
  private static final String NAME = "Aeron directory";
  private static final String OURS = "axiom-*";

  private final Path standard;
  private final EpochClock clock;

  AeronDirectoriesCheck(EpochClock clock) {
    this(DriverDirectory.standard(), clock);
  }

  /**
   * @param standard directory of this user; its neighbours are looked at, too
   */
  AeronDirectoriesCheck(Path standard, EpochClock clock) {
    this.standard = standard;
    this.clock = clock;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    findings.add(judge(standard, DriverDirectory.inspect(standard, clock)));
    try (DirectoryStream<Path> neighbours = Files.newDirectoryStream(standard.getParent(), OURS)) {
      for (Path directory : neighbours) {
        if (Files.isDirectory(directory) && !directory.equals(standard)) {
          DriverDirectory.Status status = DriverDirectory.inspect(directory, clock);
          if (status.state() != DriverDirectory.State.ABSENT) {
            findings.add(judge(directory, status));
          }
        }
      }
    } catch (IOException e) {
      findings.add(Finding.advice(NAME, standard.getParent() + " cannot be listed: " + e, ""));
    }
    return findings;
  }

  private Finding judge(Path directory, DriverDirectory.Status status) {
    String found = directory + ": " + status.finding();
    boolean own = directory.equals(standard);
    return switch (status.state()) {
      case ABSENT, ALIVE -> Finding.ok(NAME, found);
      case STOPPED, KILLED ->
          own
              ? Finding.ok(NAME, found + "; the next server takes it over")
              : Finding.advice(NAME, found, "it only holds memory: rm -r " + directory);
      case UNREADABLE ->
          own
              ? Finding.problem(
                  NAME, found, "stop that driver, or choose another directory: --aeron-dir")
              : Finding.ok(NAME, found);
    };
  }
}
