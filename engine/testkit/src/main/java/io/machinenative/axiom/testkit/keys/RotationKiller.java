package io.machinenative.axiom.testkit.keys;

import io.machinenative.axiom.testkit.kill.KillTimes;
import io.machinenative.axiom.testkit.kill.Ordeal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Kills a server again and again while it encrypts and rotates, also while it starts, and looks
 * afterwards: every container that was acknowledged opens, every key that was acknowledged is
 * there, one of them seals, and the audit log is whole.
 *
 * <p>What the server does follows from the seed; where it is killed also depends on the machine.
 * One thread's; used once.
 */
public final class RotationKiller implements Ordeal {
  /** Not before it is ready, and something was acknowledged. */
  private static final KillTimes TIMES = new KillTimes(5, 2_500_000, 200_000, 2, 2);

  /** A ring has 100: with so many, a new one is begun. */
  private static final int KEYS_ENOUGH = 60;

  private final SplittableRandom random;
  private final Path directory;
  private final Map<String, String> containers = new LinkedHashMap<>();
  private final List<String> keys = new ArrayList<>();
  private int ring;
  private long killedWhileStarting;
  private long sealed;
  private long rotated;

  /**
   * @param directory an empty one
   */
  public RotationKiller(long seed, Path directory) {
    this.directory = directory;
    random = new SplittableRandom(seed);
  }

  @Override
  public void kill(boolean last) throws IOException, InterruptedException {
    List<String> said =
        TIMES.next(random).kill(RotationVictim.class, ring().toString(), "" + random.nextLong());
    killedWhileStarting += said.isEmpty() ? 1 : 0;
    said.stream().skip(1).forEach(this::acknowledged);
    check();
  }

  private Path ring() {
    return directory.resolve("ring-" + ring);
  }

  @Override
  public Map<String, Long> seen() {
    Map<String, Long> seen = new LinkedHashMap<>();
    seen.put("killed_while_starting", killedWhileStarting);
    seen.put("containers", sealed);
    seen.put("rotations", rotated);
    return seen;
  }

  private void acknowledged(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case RotationVictim.SEALED -> containers.put(words[2], words[1]);
      case RotationVictim.ROTATED -> keys.add(words[1]);
      default -> throw new IllegalStateException("expected what the server did, actual " + line);
    }
  }

  private void check() {
    try (KeyServer server = new KeyServer(ring())) {
      containers.forEach((container, content) -> {
        String opened = server.open(container);
        if (!opened.equals(content)) {
          throw new IllegalStateException("expected " + content + ", actual " + opened);
        }
      });
      List<String> found = server.keyIds();
      if (!found.containsAll(keys)) {
        throw new IllegalStateException("expected keys " + keys + ", actual " + found);
      }
      String fault = server.auditFault();
      if (!fault.isEmpty()) {
        throw new IllegalStateException("expected a whole audit log, actual: " + fault);
      }
      sealed += containers.size();
      rotated += keys.size();
      containers.clear();
      keys.clear();
      if (found.size() > KEYS_ENOUGH) {
        ring++;
      }
    }
  }
}
