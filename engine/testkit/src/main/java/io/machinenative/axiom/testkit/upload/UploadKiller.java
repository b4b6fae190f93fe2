package io.machinenative.axiom.testkit.upload;

import io.machinenative.axiom.api.ObjectStorage;
import io.machinenative.axiom.plugins.s3.S3Objects;
import io.machinenative.axiom.plugins.s3.server.S3Server;
import io.machinenative.axiom.testkit.kill.KillTimes;
import io.machinenative.axiom.testkit.kill.Ordeal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Kills a server again and again while it uploads files and streams in parts, and looks: every
 * object that is seen is whole, every one that was acknowledged is there, the next server goes on
 * with what the one before began, and what nobody goes on with is given up when one asks for it.
 *
 * <p>What is uploaded follows from the seed; where it is killed also depends on the machine. One
 * thread's; used once.
 */
public final class UploadKiller implements Ordeal {
  /** After one to three uploads of one server, within the next one. */
  private static final KillTimes TIMES = new KillTimes(8, 2_500_000, 400_000, 1, 3);

  private static final int LEAST_FILE_BYTES = 6 << 20;
  private static final int MOST_FILE_BYTES = 13 << 20;
  private static final int KILLS_PER_CLEANING = 20;
  private static final String PREFIX = UploadServer.BUCKET + "/";

  private final Path folder;
  private final Path files;
  private final SplittableRandom random;
  private final S3Server s3;
  private final S3Objects objects;
  private long kills;
  private long next;
  private long acknowledged;
  private long reusedParts;
  private long aborted;
  private long unacknowledged;

  /**
   * Makes the files, and starts an object storage, which is closed with this.
   *
   * @param folder an empty one, without links on its way
   */
  public UploadKiller(long seed, Path folder) throws IOException {
    this.folder = folder;
    random = new SplittableRandom(seed);
    files = Files.createDirectory(folder.resolve("files"));
    for (int i = 0; i < UploadVictim.FILES; i++) {
      byte[] content = new byte[random.nextInt(LEAST_FILE_BYTES, MOST_FILE_BYTES)];
      random.nextBytes(content);
      Files.write(files.resolve("file-" + i), content);
    }
    s3 = S3Server.start(folder.resolve("s3"));
    // As S3Proxy keeps buckets.
    Files.createDirectory(folder.resolve("s3/objects").resolve(UploadServer.BUCKET));
    objects = objects(s3);
  }

  @Override
  public void kill(boolean last) throws IOException, InterruptedException {
    TIMES.next(random).kill(UploadVictim.class, files.toString(), s3.endpoint(), "" + next).stream()
        .skip(1)
        .forEach(this::heard);
    check();
    kills++;
    if (last || kills % KILLS_PER_CLEANING == 0) {
      clean();
    }
  }

  @Override
  public void close() {
    objects.close();
    s3.close();
  }

  /** Those that were acknowledged, and found whole; whole ones that nobody had said; and parts. */
  @Override
  public Map<String, Long> seen() {
    Map<String, Long> seen = new LinkedHashMap<>();
    seen.put("uploads", acknowledged);
    seen.put("whole_before_acknowledged", unacknowledged);
    seen.put("parts_not_sent_again", reusedParts);
    seen.put("unfinished_given_up", aborted);
    return seen;
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

  private void heard(String line) {
    String[] words = line.split(" ");
    if (!words[0].equals(UploadVictim.PUT)) {
      throw new IllegalStateException("expected what was put, actual " + line);
    }
    reusedParts += Integer.parseInt(words[2]);
    next = Long.parseLong(words[1]) + 1;
  }

  /** What is seen is whole, and all that was said is seen; then it goes, for room. */
  private void check() throws IOException {
    ObjectStorage storage = objects.storage();
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
  private void clean() throws IOException {
    try (UploadServer server = new UploadServer(files, folder.resolve("cleaner"), s3.endpoint())) {
      int[] counts = server.abortUnfinished();
      aborted += counts[0];
      if (counts[1] != 0) {
        throw new IllegalStateException("expected no unfinished upload, actual " + counts[1]);
      }
    }
    objects
        .storage()
        .list(
            PREFIX,
            entry -> {
              throw new IllegalStateException("expected no object, actual " + entry);
            });
  }
}
