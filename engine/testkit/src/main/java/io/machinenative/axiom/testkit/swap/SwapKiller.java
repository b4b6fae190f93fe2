package io.machinenative.axiom.testkit.swap;

import io.machinenative.axiom.testkit.kill.KillTimes;
import io.machinenative.axiom.testkit.kill.Ordeal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Kills a server while its plugin is swapped, rolled back, disabled and enabled, also while it
 * starts. Afterwards a server on the same folders starts without a complaint, and serves what the
 * last acknowledged change left, or what the change under way was to bring.
 *
 * <p>What the server does follows from the seed; where it is killed also depends on the machine.
 * One thread's; used once.
 */
public final class SwapKiller implements Ordeal {
  private static final KillTimes TIMES = new KillTimes(5, 2_000_000, 100_000, 1, 5);

  private final Path directory;
  private final SplittableRandom random;
  private SwapState acknowledged = SwapState.NOTHING;
  private SwapState tried = SwapState.NOTHING;
  private long killedWhileStarting;
  private long changes;
  private long cutThatHappened;

  /**
   * @param directory an empty one
   */
  public SwapKiller(long seed, Path directory) {
    this.directory = directory;
    random = new SplittableRandom(seed);
  }

  @Override
  public void kill(boolean last) throws IOException, InterruptedException {
    List<String> said =
        TIMES.next(random).kill(SwapVictim.class, directory.toString(), "" + random.nextLong());
    if (said.isEmpty()) {
      killedWhileStarting++;
    } else {
      expect(SwapState.parse(said.getFirst()));
      said.stream().skip(1).forEach(this::heard);
    }
    try (SwapServer server = new SwapServer(directory)) {
      expect(server.state());
    }
  }

  private void heard(String line) {
    if (line.startsWith(SwapVictim.TRY)) {
      tried = SwapState.parse(line.substring(SwapVictim.TRY.length()));
    } else {
      acknowledged = SwapState.parse(line.substring(SwapVictim.DONE.length()));
      changes++;
    }
  }

  private void expect(SwapState found) {
    if (!found.equals(acknowledged) && !found.equals(tried)) {
      throw new IllegalStateException(
          "expected version, previous, serves: "
              + acknowledged
              + ", or what was under way: "
              + tried
              + "; actual "
              + found);
    }
    cutThatHappened += found.equals(acknowledged) ? 0 : 1;
    acknowledged = found;
    tried = found;
  }

  @Override
  public Map<String, Long> seen() {
    Map<String, Long> seen = new LinkedHashMap<>();
    seen.put("killed_while_starting", killedWhileStarting);
    seen.put("changes", changes);
    seen.put("changes_cut_that_happened", cutThatHappened);
    return seen;
  }
}
