package io.machinenative.axiom.testkit.tasks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * The process that is killed: begins tasks, sees them end and cancels them until it dies. What it
 * says on standard output after its first line was acknowledged.
 *
 * <p>Arguments: directory, seed.
 */
public final class TaskVictim {
  static final String BEGUN = "begun";
  static final String ENDED = "ended";

  /** Tasks that it leaves running: the rest is cancelled, so that there is room for more. */
  private static final int LEFT_RUNNING = 4;

  private TaskVictim() {}

  /** Runs until somebody ends the process. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = System.out;
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
    int running = 0;
    try (TaskServer server = new TaskServer(Path.of(arguments[0]))) {
      out.println("ready");
      while (!out.checkError()) {
        boolean takesLong = random.nextInt(3) == 0;
        String tool = takesLong ? TaskServer.LONG : TaskServer.QUICK;
        String taskId = server.begin(tool, Long.toHexString(random.nextLong()));
        out.println(BEGUN + " " + taskId);
        if (takesLong && running < LEFT_RUNNING) {
          running++;
          continue;
        }
        if (takesLong) {
          server.cancel(taskId);
        }
        out.println(ENDED + " " + taskId + " " + server.end(taskId));
      }
    }
  }
}
