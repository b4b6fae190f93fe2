package io.machinenative.axiom.testkit.kill;

import java.util.SplittableRandom;

/**
 * When a victim is killed: now and then while it starts, else while it works, after some lines that
 * it said. Immutable.
 *
 * @param earlyOneIn of so many kills one falls into the start
 * @param longestStartUs for a kill while it starts, microseconds after its process began
 * @param longestStepUs for a kill while it works, microseconds after the lines
 * @param leastLines that it says before a kill while it works
 * @param mostLines {@code leastLines} or more
 */
public record KillTimes(
    int earlyOneIn, int longestStartUs, int longestStepUs, int leastLines, int mostLines) {

  /** A random one of them. */
  public KillPoint next(SplittableRandom random) {
    boolean early = random.nextInt(earlyOneIn) == 0;
    long delayUs = random.nextInt(early ? longestStartUs : longestStepUs);
    int more = leastLines == mostLines ? 0 : random.nextInt(mostLines - leastLines + 1);
    return new KillPoint(early ? 0 : leastLines + more, delayUs);
  }
}
