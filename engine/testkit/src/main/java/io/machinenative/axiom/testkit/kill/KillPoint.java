package io.machinenative.axiom.testkit.kill;

import java.io.IOException;
import java.util.List;

/**
 * Where one victim is killed. Immutable.
 *
 * @param lines that it says before; 0 for a kill that need not wait until it works
 * @param delayUs microseconds from there on
 */
public record KillPoint(int lines, long delayUs) {
  /**
   * Starts a victim, and kills it there.
   *
   * @param main with a method of that name
   * @return all whole lines that it said
   * @throws IOException when it ends by itself; with what it said of it
   */
  public List<String> kill(Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    try (Victim victim = Victim.start(main, arguments)) {
      if (lines > 0) {
        victim.awaitLines(lines);
      }
      return victim.killAfter(delayUs);
    }
  }
}
