package io.machinenative.axiom.testkit.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Kills a server again and again while it encrypts and rotates, also while it starts, and looks
 * afterwards: every container that was acknowledged opens, every key that was acknowledged is
 * there, one of them seals, and the audit log is whole.
 *
 * <p>What the server does follows from the seed; where it is killed also depends on the machine.
 * Single-threaded but for a reader; used once.
 */
public final class RotationKiller {
  private static final int LONGEST_LIFE_US = 200_000;
  private static final int LONGEST_START_US = 2_500_000;
  private static final long READY_LIMIT_S = 60;

  /** A ring has 100: with so many, a new one is begun. */
  private static final int KEYS_ENOUGH = 60;

  private final long seed;
  private final SplittableRandom random;
  private final Path directory;
  private final Map<String, String> containers = new LinkedHashMap<>();
  private final List<String> keys = new ArrayList<>();
  private int ring;
  private int killedWhileStarting;
  private long sealed;
  private long rotated;

  /**
   * What a run did.
   *
   * @param killedWhileStarting kills before the server took calls
   * @param sealed containers that were acknowledged, and opened afterwards
   * @param rotated keys that were acknowledged, and found afterwards
   */
  public record Report(
      long seed, int kills, int killedWhileStarting, long sealed, long rotated, double seconds) {}

  /**
   * @param directory an empty one
   */
  public RotationKiller(long seed, Path directory) {
    this.seed = seed;
    this.directory = directory;
    random = new SplittableRandom(seed);
  }

  /**
   * Runs.
   *
   * @param progress told the number of kills after each
   * @throws IllegalStateException when something was lost, or the server did not start: it names
   *     the seed, the kill and the directory, which is left as it is
   */
  public Report run(int kills, IntConsumer progress) throws IOException, InterruptedException {
    long startNs = System.nanoTime();
    for (int kill = 1; kill <= kills; kill++) {
      try {
        kill();
        check();
      } catch (RuntimeException e) {
        throw new IllegalStateException(
            "seed %d, kill %d, directory %s: %s".formatted(seed, kill, data(), e), e);
      }
      progress.accept(kill);
    }
    return new Report(
        seed, kills, killedWhileStarting, sealed, rotated, (System.nanoTime() - startNs) / 1e9);
  }

  private Path data() {
    return directory.resolve("ring-" + ring);
  }

  private void kill() throws IOException, InterruptedException {
    boolean early = random.nextInt(5) == 0;
    long delayUs = random.nextInt(early ? LONGEST_START_US : LONGEST_LIFE_US);
    Path errors = Files.createTempFile("axiom-victim-", ".err");
    Process victim = start(errors);
    CountDownLatch ready = new CountDownLatch(1);
    List<String> said = new ArrayList<>();
    Thread reader = Thread.ofPlatform().daemon().start(() -> read(victim, said, ready));
    try {
      if (!early && !ready.await(READY_LIMIT_S, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "expected a server within " + READY_LIMIT_S + " s: " + Files.readString(errors));
      }
      TimeUnit.MICROSECONDS.sleep(delayUs);
      if (!victim.isAlive()) {
        throw new IllegalStateException(
            "expected a server to kill; it said: " + Files.readString(errors));
      }
      // Not Process.destroyForcibly: it closes the pipe, and with it what the victim still said.
      victim.toHandle().destroyForcibly();
      victim.waitFor();
      reader.join();
    } finally {
      victim.destroyForcibly();
      Files.deleteIfExists(errors);
    }
    killedWhileStarting += ready.getCount() > 0 ? 1 : 0;
    said.forEach(this::acknowledged);
  }

  private Process start(Path errors) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-agentlib:") && !flag.startsWith("-javaagent:"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            RotationVictim.class.getName(),
            data().toString(),
            Long.toString(random.nextLong())));
    return new ProcessBuilder(command).redirectError(errors.toFile()).start();
  }

  /** Runs on the reader's thread; the list is the caller's again when that has ended. */
  private static void read(Process victim, List<String> said, CountDownLatch ready) {
    try (BufferedReader output = victim.inputReader(UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.equals(RotationVictim.READY + RotationVictim.END)) {
          ready.countDown();
        } else if (line.endsWith(RotationVictim.END)) {
          said.add(line);
        }
      }
    } catch (IOException e) {
      said.add("unreadable: " + e);
    }
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
    try (KeyServer server = new KeyServer(data())) {
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
