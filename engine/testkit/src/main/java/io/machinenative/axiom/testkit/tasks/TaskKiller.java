package io.machinenative.axiom.testkit.tasks;

import io.machinenative.axiom.testkit.kill.KillTimes;
import io.machinenative.axiom.testkit.kill.Ordeal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Kills a server again and again while clients begin tasks, see them end and cancel them, also
 * while it starts. Another server on the same folder must know every task that was acknowledged:
 * one that had ended as it ended, with its result, and one that ran as one that ended with the
 * server.
 *
 * <p>What the server does follows from the seed; where it is killed also depends on the machine.
 * One thread's; used once.
 */
public final class TaskKiller implements Ordeal {
  /** Not before it is there, and has begun something. */
  private static final KillTimes TIMES = new KillTimes(5, 2_000_000, 200_000, 3, 3);

  /** A server keeps 1000: with so many, a new folder is begun. */
  private static final int TASKS_ENOUGH = 400;

  private final SplittableRandom random;
  private final Path directory;

  /** Tasks that were acknowledged, and what they had come to; empty for one that ran. */
  private final Map<String, String> tasks = new LinkedHashMap<>();

  private int folder;
  private long killedWhileStarting;
  private long begun;
  private long ended;
  private long cut;

  /**
   * @param directory an empty one
   */
  public TaskKiller(long seed, Path directory) {
    this.directory = directory;
    random = new SplittableRandom(seed);
  }

  @Override
  public void kill(boolean last) throws IOException, InterruptedException {
    Path data = directory.resolve("data-" + folder);
    List<String> said =
        TIMES.next(random).kill(TaskVictim.class, data.toString(), "" + random.nextLong());
    killedWhileStarting += said.isEmpty() ? 1 : 0;
    said.stream().skip(1).forEach(this::acknowledged);
    check(data);
    if (tasks.size() > TASKS_ENOUGH) {
      tasks.clear();
      folder++;
    }
  }

  private void acknowledged(String line) {
    String[] words = line.split(" ");
    if (words[0].equals(TaskVictim.BEGUN)) {
      tasks.put(words[1], "");
      begun++;
    } else {
      tasks.put(words[1], words[2]);
      ended++;
    }
  }

  private void check(Path data) throws IOException, InterruptedException {
    try (TaskServer server = new TaskServer(data)) {
      for (Map.Entry<String, String> task : tasks.entrySet()) {
        String state = server.state(task.getKey());
        boolean same = task.getValue().isEmpty() || task.getValue().equals(state);
        if (!same || !TaskServer.isEnd(state)) {
          throw new IllegalStateException(
              "task "
                  + task.getKey()
                  + ": expected "
                  + (task.getValue().isEmpty() ? "an end" : task.getValue())
                  + ", actual "
                  + state);
        }
        cut += task.getValue().isEmpty() ? 1 : 0;
        task.setValue(state);
      }
    }
  }

  @Override
  public Map<String, Long> seen() {
    Map<String, Long> seen = new LinkedHashMap<>();
    seen.put("killed_while_starting", killedWhileStarting);
    seen.put("tasks_begun", begun);
    seen.put("tasks_seen_to_end", ended);
    seen.put("tasks_cut", cut);
    return seen;
  }
}
