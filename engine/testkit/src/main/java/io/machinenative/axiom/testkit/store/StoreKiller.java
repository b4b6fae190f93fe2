package io.machinenative.axiom.testkit.store;

import io.machinenative.axiom.engine.registry.HeapRecordStore;
import io.machinenative.axiom.engine.registry.RecordStore;
import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.store.DurableStore;
import io.machinenative.axiom.engine.store.StaleViewException;
import io.machinenative.axiom.engine.store.StoreViewer;
import io.machinenative.axiom.testkit.kill.KillTimes;
import io.machinenative.axiom.testkit.kill.Ordeal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Kills a writer again and again at random points, also while it opens, and compares what is found
 * afterwards with the twin on the heap: all that was acknowledged, up to one whole change, no half
 * record, and no hand needed to start.
 *
 * <p>What the writer does follows from the seed; where it is killed also depends on the machine.
 * Single-threaded; used once.
 */
public final class StoreKiller implements Ordeal {
  private static final KillTimes TIMES = new KillTimes(5, 1_500_000, 150_000, 1, 1);

  private final SplittableRandom random;
  private final Path directory;
  private final HeapRecordStore twin = new HeapRecordStore();
  private StoreOperations stream;
  private int batchLeft;
  private long acknowledged;
  private long killedWhileOpening;
  private long staleViews;
  private long tornBytes;

  /**
   * @param directory an empty one
   */
  public StoreKiller(long seed, Path directory) {
    this.directory = directory;
    random = new SplittableRandom(seed);
    stream = new StoreOperations(0);
  }

  @Override
  public void kill(boolean last) throws IOException, InterruptedException {
    Durability durability = random.nextInt(4) == 0 ? Durability.POWER : Durability.PROCESS;
    kill(durability);
    // Now and then the next writer finds what the kill left, and not what we closed in order.
    if (last || random.nextInt(3) > 0) {
      look();
      check(durability);
    }
  }

  @Override
  public Map<String, Long> seen() {
    Map<String, Long> seen = new LinkedHashMap<>();
    seen.put("killed_while_opening", killedWhileOpening);
    seen.put("changes", twin.revision());
    seen.put("records", twin.count());
    seen.put("torn_bytes_cut", tornBytes);
    seen.put("views_that_nobody_could_read", staleViews);
    return seen;
  }

  private void kill(Durability durability) throws IOException, InterruptedException {
    long streamSeed = random.nextLong();
    List<String> said =
        TIMES
            .next(random)
            .kill(StoreVictim.class, directory.toString(), durability.name(), "" + streamSeed);
    if (said.isEmpty()) {
      killedWhileOpening++;
      return;
    }
    advance(Long.parseLong(said.getFirst()));
    stream = new StoreOperations(streamSeed);
    batchLeft = 0;
    acknowledged = Math.max(acknowledged, Long.parseLong(said.getLast()));
  }

  /** Lets the twin do what the last writer did, up to a revision that was found. */
  private void advance(long revision) {
    if (revision < acknowledged) {
      throw new IllegalStateException(
          "expected revision %d, which was acknowledged, actual %d"
              .formatted(acknowledged, revision));
    }
    while (twin.revision() < revision) {
      if (batchLeft == 0) {
        batchLeft = stream.batch();
      }
      stream.apply(twin);
      batchLeft--;
    }
    acknowledged = revision;
  }

  /** Reads the view as the kill left it: what it shows has to be whole. */
  private void look() {
    if (!Files.exists(directory.resolve("head"))) {
      return;
    }
    try (StoreViewer viewer = StoreViewer.open(directory)) {
      viewer.forEach((key, keyAt, keyLength, value, valueAt, valueLength, revision) -> {});
    } catch (StaleViewException | UncheckedIOException e) {
      // A lock was left, or there was no view yet.
      staleViews++;
    }
  }

  private void check(Durability durability) {
    try (DurableStore store = DurableStore.open(StoreVictim.options(directory, durability))) {
      tornBytes += store.report().tornBytes();
      advance(store.revision());
      TreeMap<String, String> expected = content(twin);
      TreeMap<String, String> actual = content(store);
      if (!expected.equals(actual)) {
        throw new IllegalStateException(
            "expected %s, actual %s"
                .formatted(difference(expected, actual), difference(actual, expected)));
      }
    }
  }

  private static TreeMap<String, String> difference(
      TreeMap<String, String> of, TreeMap<String, String> from) {
    TreeMap<String, String> difference = new TreeMap<>(of);
    difference.entrySet().removeAll(from.entrySet());
    return difference;
  }

  private static TreeMap<String, String> content(RecordStore store) {
    TreeMap<String, String> content = new TreeMap<>();
    store.forEach((key, keyAt, keyLength, value, valueAt, valueLength, revision) -> {
      byte[] bytes = new byte[valueLength];
      value.getBytes(valueAt, bytes);
      content.put(
          key.getStringWithoutLengthAscii(keyAt, keyLength),
          revision + ":" + valueLength + ":" + Arrays.hashCode(bytes));
    });
    return content;
  }
}
