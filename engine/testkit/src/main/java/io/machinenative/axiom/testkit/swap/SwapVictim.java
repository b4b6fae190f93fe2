package io.machinenative.axiom.testkit.swap;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * The process that is killed: a server whose plugin is swapped, rolled back, disabled and enabled
 * until it dies. On standard output it says the state that it found, then {@code try STATE} before
 * each change, and {@code done STATE} after it.
 *
 * <p>Arguments: directory, seed.
 */
public final class SwapVictim {
  static final String TRY = "try ";
  static final String DONE = "done ";

  private SwapVictim() {}

  /** A change, and where it leads. */
  private record Step(SwapState to, Change change) {}

  /** Makes it. */
  @FunctionalInterface
  private interface Change {
    void make(SwapServer server) throws IOException;
  }

  /** Runs until somebody ends the process. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
    try (SwapServer server = new SwapServer(Path.of(arguments[0]))) {
      SwapState state = server.state();
      int next = Math.max(state.number(), state.previous());
      out.println(state);
      while (!out.checkError()) {
        Step step = step(state, ++next, random.nextInt(8));
        out.println(TRY + step.to());
        step.change().make(server);
        out.println(DONE + step.to());
        state = step.to();
      }
    }
  }

  private static Step step(SwapState state, int next, int die) {
    if (state.number() == 0) {
      return new Step(state.installed(next), server -> server.install(next, false));
    }
    if (!state.serves()) {
      return new Step(state.serving(true), server -> server.change("enable"));
    }
    if (die == 0) {
      return new Step(state.serving(false), server -> server.change("disable"));
    }
    if (die < 3 && state.previous() > 0) {
      return new Step(state.rolledBack(), server -> server.change("rollback"));
    }
    return new Step(state.installed(next), server -> server.install(next, true));
  }
}
