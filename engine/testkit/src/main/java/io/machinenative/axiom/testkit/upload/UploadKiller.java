package io.machinenative.axiom.testkit.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.ObjectStorage;
import io.machinenative.axiom.plugins.s3.S3Objects;
import io.machinenative.axiom.plugins.s3.server.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Kills a server again and again while it uploads files and streams in parts, and looks: every
 * object that is seen is whole, every one that was acknowledged is there, the next server goes on
 * with what the one before began, and what nobody goes on with is given up when one asks for it.
 *
 * <p>What is uploaded follows from the seed; where it is killed also depends on the machine. One
 * thread's, and a reader; used once.
 */
public final class UploadKiller {
  private static final int LONGEST_LIFE_US = 400_000;

  /** Of one server, before the kill that comes within the next one. */
  private static final int MOST_UPLOADS = 3;

  private static final int LONGEST_START_US = 2_500_000;
  private static final int LEAST_FILE_BYTES = 6 << 20;
  private static final int MOST_FILE_BYTES = 13 << 20;
  private static final int KILLS_PER_CLEANING = 20;
  private static final long READY_LIMIT_S = 60;
  private static final String PREFIX = UploadServer.BUCKET + "/";

  private final long seed;
  private final Path folder;
  private final SplittableRandom random;
  private long next;
  private long acknowledged;
  private long reusedParts;
  private long aborted;
  private int unacknowledged;

  /**
   * What a run did.
   *
   * @param uploads that were acknowledged, and found whole
   * @param unacknowledged objects that were whole though nobody had said so yet
   * @param reusedParts that a later server did not send again
   * @param aborted unfinished uploads that were given up
   */
  public record Report(
      long seed,
      int kills,
      long uploads,
      int unacknowledged,
      long reusedParts,
      long aborted,
      double seconds) {}

  /**
   * @param folder an empty one, without links on its way
   */
  public UploadKiller(long seed, Path folder) {
    this.seed = seed;
    this.folder = folder;
    random = new SplittableRandom(seed);
  }

  /**
   * Runs.
   *
   * @param progress told the number of kills after each
   * @throws IllegalStateException when an object is not whole, or is missing, or an upload does not
   *     go on: it names the seed, the kill and the folder, which is left as it is
   */
  public Report run(int kills, IntConsumer progress) throws IOException, InterruptedException {
    long startNs = System.nanoTime();
    Path files = Files.createDirectory(folder.resolve("files"));
    for (int i = 0; i < UploadVictim.FILES; i++) {
      byte[] content = new byte[random.nextInt(LEAST_FILE_BYTES, MOST_FILE_BYTES)];
      random.nextBytes(content);
      Files.write(files.resolve("file-" + i), content);
    }
    try (S3Server s3 = S3Server.start(folder.resolve("s3"));
        S3Objects objects = objects(s3)) {
      // As S3Proxy keeps buckets.
      Files.createDirectory(folder.resolve("s3/objects").resolve(UploadServer.BUCKET));
      for (int kill = 1; kill <= kills; kill++) {
        try {
          kill(s3, files);
          check(objects.storage(), files);
          if (kill % KILLS_PER_CLEANING == 0 || kill == kills) {
            clean(s3, objects.storage());
          }
        } catch (RuntimeException e) {
          throw new IllegalStateException(
              "seed %d, kill %d, folder %s: %s".formatted(seed, kill, folder, e.getMessage()), e);
        }
        progress.accept(kill);
      }
    }
    return new Report(
        seed,
        kills,
        acknowledged,
        unacknowledged,
        reusedParts,
        aborted,
        (System.nanoTime() - startNs) / 1e9);
  }

  private static S3Objects objects(S3Server s3) {
    return S3Objects.open(
        new S3Objects.Place(s3.endpoint(), "", Optional.of(UploadKiller::credential)),
        Clock.systemUTC(),
        Thread.ofPlatform().daemon().factory(),
        UUID::randomUUID);
  }

  private static byte[] credential(String name) {
    return UploadServer.secret(name)
        .orElseThrow(() -> new IllegalStateException("no secret " + name));
  }

  private void kill(S3Server s3, Path files) throws IOException, InterruptedException {
    boolean early = random.nextInt(8) == 0;
    long delayUs = random.nextInt(early ? LONGEST_START_US : LONGEST_LIFE_US);
    Path errors = Files.createTempFile("axiom-victim-", ".err");
    Process victim = start(s3, files, errors);
    CountDownLatch ready = new CountDownLatch(1 + random.nextInt(MOST_UPLOADS));
    List<String> said = new ArrayList<>();
    Thread reader = Thread.ofPlatform().daemon().start(() -> read(victim, said, ready));
    try {
      if (!early && !ready.await(READY_LIMIT_S, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "expected a server that uploads within "
                + READY_LIMIT_S
                + " s: "
                + Files.readString(errors));
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
    said.forEach(this::heard);
  }

  private Process start(S3Server s3, Path files, Path errors) throws IOException {
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
            UploadVictim.class.getName(),
            files.toString(),
            s3.endpoint(),
            Long.toString(next)));
    return new ProcessBuilder(command).redirectError(errors.toFile()).start();
  }

  /** Runs on the reader's thread; the list is the caller's again when that has ended. */
  private static void read(Process victim, List<String> said, CountDownLatch ready) {
    try (BufferedReader output = victim.inputReader(UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.endsWith(UploadVictim.END) && !line.equals(UploadVictim.READY)) {
          said.add(line);
        }
        ready.countDown();
      }
    } catch (IOException e) {
      said.add("unreadable " + e);
    }
  }

  private void heard(String line) {
    String[] words = line.split(" ");
    if (!words[0].equals(UploadVictim.PUT)) {
      throw new IllegalStateException("expected what was put, actual " + line);
    }
    reusedParts += Integer.parseInt(words[2]);
    next = Long.parseLong(words[1]) + 1;
  }

  /** What is seen is whole, and all that was said is seen; then it goes, for room. */
  private void check(ObjectStorage storage, Path files) throws IOException {
    List<ObjectStorage.Entry> seen = new ArrayList<>();
    storage.list(PREFIX, seen::add);
    TreeSet<Long> missing = new TreeSet<>();
    for (long number = acknowledged; number < next; number++) {
      missing.add(number);
    }
    for (ObjectStorage.Entry entry : seen) {
      long number = Long.parseLong(entry.name().substring(entry.name().lastIndexOf('-') + 1));
      compare(storage, entry, files.resolve(UploadVictim.file(number)));
      if (!missing.remove(number)) {
        unacknowledged++;
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException("expected uploads " + missing + ", actual " + seen);
    }
    acknowledged = next;
    storage.delete(seen.stream().map(ObjectStorage.Entry::name).toList());
  }

  private static void compare(ObjectStorage storage, ObjectStorage.Entry entry, Path file)
      throws IOException {
    ByteBuffer expected = ByteBuffer.wrap(Files.readAllBytes(file));
    ByteBuffer actual = ByteBuffer.allocate(expected.capacity() + 1);
    storage.read(entry.name(), 0, actual);
    if (!expected.equals(actual.flip())) {
      throw new IllegalStateException(
          entry.name() + ": expected all of " + file + ", actual " + entry.bytes() + " bytes");
    }
  }

  /** Gives up what is unfinished: nothing of it stays, and nothing of it is ever seen. */
  private void clean(S3Server s3, ObjectStorage storage) throws IOException {
    try (UploadServer server =
        new UploadServer(folder.resolve("files"), folder.resolve("cleaner"), s3.endpoint())) {
      int[] counts = server.abortUnfinished();
      aborted += counts[0];
      if (counts[1] != 0) {
        throw new IllegalStateException("expected no unfinished upload, actual " + counts[1]);
      }
    }
    storage.list(
        PREFIX,
        entry -> {
          throw new IllegalStateException("expected no object, actual " + entry);
        });
  }
}
