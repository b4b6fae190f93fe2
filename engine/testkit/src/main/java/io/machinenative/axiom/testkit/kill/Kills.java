package io.machinenative.axiom.testkit.kill;

import io.machinenative.axiom.testkit.FuzzFailure;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/** A row of kills. Stateless. */
public final class Kills {
  private Kills() {}

  /**
   * Runs an ordeal, and closes it.
   *
   * @param seed of the ordeal, and its directory: for the failure's message
   * @param progress told the number of kills after each
   * @throws FuzzFailure when something does not hold; it names seed, kill and directory
   */
  public static KillReport run(
      Ordeal ordeal, long seed, Path directory, int kills, IntConsumer progress) {
    long startNs = System.nanoTime();
    int kill = 0;
    try (ordeal) {
      for (kill = 1; kill <= kills; kill++) {
        ordeal.kill(kill == kills);
        progress.accept(kill);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FuzzFailure("interrupted", e);
    } catch (Exception e) {
      throw new FuzzFailure(
          "seed %d, kill %d, directory %s: %s".formatted(seed, kill, directory, e), e);
    }
    return new KillReport(kills, ordeal.seen(), (System.nanoTime() - startNs) / 1e9);
  }
}
