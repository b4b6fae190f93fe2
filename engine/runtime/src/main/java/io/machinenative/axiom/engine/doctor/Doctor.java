package io.machinenative.axiom.engine.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.EpochClock;

/** Looks at everything, in the order in which an operator reads it. One thread; allocates. */
public final class Doctor {
  private final List<Check> checks;

  /**
   * @param root of this build, with its file of JVM flags; empty when there is none
   * @param clock tells the age of what media drivers left behind
   */
  public Doctor(Optional<Path> root, EpochClock clock) {
    HostFiles host = new HostFiles(Path.of("/"));
    checks =
        List.of(
            new JdkCheck(),
            new JvmFlagsCheck(root),
            new MemoryCheck(host),
            new CoresCheck(),
            new CpuQuotaCheck(host),
            new CpuFeaturesCheck(host),
            new ClockSourceCheck(host),
            new HugePagesCheck(host),
            new SharedMemoryCheck(host),
            new LimitsCheck(host),
            new SocketBuffersCheck(host),
            new AeronDirectoriesCheck(clock),
            new PortCheck(),
            new NativeLibrariesCheck());
  }

  /** What all checks found. */
  public List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    checks.forEach(check -> findings.addAll(check.look()));
    return findings;
  }
}
