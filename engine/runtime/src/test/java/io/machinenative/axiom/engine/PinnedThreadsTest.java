package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.natives.os.ThreadAffinity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Agents run on the CPUs that an operator gave them, as the kernel sees it. */
@EnabledOnOs(OS.LINUX)
class PinnedThreadsTest {
  private static final Path TASKS = Path.of("/proc/self/task");

  private final BitSet allowed = ThreadAffinity.allowed();

  @Test
  void ingressAndWorkersHaveOneEach() throws IOException {
    int first = allowed.length() - 1;
    int second = allowed.nextSetBit(0);
    try (EngineRig rig =
        new EngineRig(
            Mount.DEDICATED,
            List.of(Carrier.TCP),
            builder -> builder.workers(2).cpus(List.of(first, second)))) {
      Await.until(
          "each agent on its CPU",
          () ->
              cpusOfAgents()
                  .equals(
                      Map.of(
                          "ingress-tcp",
                          "" + first,
                          "worker-0",
                          "" + second,
                          "worker-1",
                          "" + first)));
      assertEquals(List.of(), rig.engine().errors());
    }
  }

  @Test
  void refusesACpuThatIsNotThere() {
    EngineBuilder builder =
        Engine.builder().mount(Mount.SHARED).listen("inproc:pinned").cpus(List.of(1000));
    assertEquals(
        "cpus: expected some of " + allowed + ", got [1000]",
        assertThrows(IllegalArgumentException.class, builder::start).getMessage());
  }

  /** {@code Cpus_allowed_list} of each agent's thread, by the thread's name. */
  private static Map<String, String> cpusOfAgents() {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> tasks = Files.list(TASKS)) {
      for (Path task : tasks.toList()) {
        addAgent(task, found);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static void addAgent(Path task, Map<String, String> found) throws IOException {
    try {
      String name = Files.readString(task.resolve("comm")).strip();
      if (name.startsWith("ingress-") || name.startsWith("worker-")) {
        found.put(name, cpusOf(task));
      }
    } catch (NoSuchFileException _) {
      // A thread that ended meanwhile.
    }
  }

  private static String cpusOf(Path task) throws IOException {
    String key = "Cpus_allowed_list:";
    return Files.readAllLines(task.resolve("status")).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip())
        .findFirst()
        .orElseThrow();
  }
}
