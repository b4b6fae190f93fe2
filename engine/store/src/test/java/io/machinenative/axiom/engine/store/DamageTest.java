package io.machinenative.axiom.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.registry.DamagedRecordException;
import io.machinenative.axiom.engine.registry.RecordStore.Durability;
import io.machinenative.axiom.engine.store.StoreRecovery.Policy;
import io.machinenative.axiom.engine.store.StoreRecovery.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that are not as they were written are detected, or do no harm. */
class DamageTest {
  private static final int FLIPS = 500;
  private static final long SEED = 77L;
  private static final int RECORDS = 300;
  private static final int CHANGES = 4_000;
  private static final StoreSize SIZE = new StoreSize(400, 1024 * 1024);

  @TempDir(factory = MemoryDisk.class)
  Path folder;

  private Path closed;
  private Path killed;
  private Path work;
  private TreeMap<String, String> expected;
  private final SplittableRandom random = new SplittableRandom(SEED);

  /** Two images of one store with a snapshot and some segments: closed in order, and not. */
  @BeforeEach
  void makeImages() {
    Path live = folder.resolve("live");
    killed = folder.resolve("killed");
    closed = folder.resolve("closed");
    work = folder.resolve("work");
    try (DurableStore store = open(live)) {
      Twin twin = new Twin(store);
      for (int i = 1; i <= CHANGES; i++) {
        twin.put("key-" + random.nextInt(RECORDS), value(i), i);
        if (i % 7 == 0) {
          store.commit();
        }
      }
      store.commit();
      expected = twin.content();
      Images.copy(live, killed);
    }
    Images.copy(live, closed);
    assertTrue(
        Images.files(closed).stream().anyMatch(file -> file.toString().endsWith(".snapshot")),
        () -> "expected a snapshot, actual " + Images.files(closed));
  }

  private static DurableStore open(Path directory) {
    return DurableStore.open(Stores.options(directory, Durability.PROCESS, SIZE));
  }

  private static byte[] value(int i) {
    byte[] value = new byte[300 + i % 200];
    Arrays.fill(value, (byte) i);
    return value;
  }

  @Test
  void detectsEachFlippedByteOrIsNotHarmed() throws IOException {
    Map<String, Integer> detected = new TreeMap<>();
    for (Path image : List.of(closed, killed)) {
      for (int i = 0; i < FLIPS; i++) {
        Images.copy(image, work);
        List<Path> files = Images.files(work);
        Path file = files.get(random.nextInt(files.size()));
        long offset = random.nextLong(Files.size(file));
        int mask = 1 + random.nextInt(255);
        Images.flip(file, offset, mask);
        String what =
            "seed %d, %s, flip %d: %s at %d with %02x"
                .formatted(SEED, image.getFileName(), i, file.getFileName(), offset, mask);
        String name = file.getFileName().toString().replaceAll("\\d+", "");
        detected.merge(name, isDetected(file, what) ? 1 : 0, Integer::sum);
      }
    }
    assertTrue(detected.get(".journal") > 0, () -> "expected damage found, actual " + detected);
    assertTrue(detected.get(".snapshot") > 0, () -> "expected damage found, actual " + detected);
  }

  /** Whether opening named the file; else everything has to be there. */
  private boolean isDetected(Path file, String what) {
    try (DurableStore store = open(work)) {
      Twin.requireSame(expected, new Twin(store).content(), what);
      return false;
    } catch (StoreDamagedException | StoreFormatException e) {
      assertTrue(e.getMessage().contains(file.toString()), () -> what + ": " + e.getMessage());
      return true;
    }
  }

  @Test
  void namesTheDamagedPlaceAndChangesNothing() throws IOException {
    Images.copy(closed, work);
    Path file = anySegment();
    Images.flip(file, 5_000, 1);
    byte[] before = Files.readAllBytes(file);
    StoreDamagedException e = assertThrows(StoreDamagedException.class, () -> open(work));
    assertEquals(file, e.file());
    assertTrue(e.offset() <= 5_000 && e.offset() > 4_000, e::getMessage);
    assertTrue(
        e.getMessage().matches(".* damaged at offset \\d+: expected the checksum .*, actual .*"),
        e::getMessage);
    assertThrows(StoreDamagedException.class, () -> StoreRecovery.verify(work));
    assertTrue(Arrays.equals(before, Files.readAllBytes(file)), "the file is as it was");
  }

  @Test
  void skipsTheDamagedPlaceWhenTheOperatorSaysSo() {
    Images.copy(closed, work);
    Path file = anySegment();
    Images.flip(file, 5_000, 1);
    Result result = StoreRecovery.recover(work, Policy.SKIP, SIZE);
    assertEquals(1, result.losses().size(), () -> result.losses().toString());
    assertTrue(result.losses().getFirst().startsWith(file.toString()), result.losses()::toString);
    assertTrue(Files.exists(result.originals().orElseThrow().resolve(file.getFileName())));
    try (DurableStore store = open(work)) {
      TreeMap<String, String> found = new Twin(store).content();
      assertEquals(result.records(), found.size());
      assertEquals(CHANGES, store.revision());
      TreeMap<String, String> differs = new TreeMap<>(expected);
      differs.entrySet().removeAll(found.entrySet());
      assertTrue(differs.size() <= 1, () -> "expected one lost change, actual " + differs);
      new Twin(store).put("another", "after it", CHANGES + 1);
    }
    assertEquals(CHANGES + 1, StoreRecovery.verify(work));
  }

  @Test
  void cutsAtTheDamagedPlaceWhenTheOperatorSaysSo() {
    Images.copy(closed, work);
    Images.flip(anySegment(), 5_000, 1);
    Result result = StoreRecovery.recover(work, Policy.CUT, SIZE);
    assertTrue(result.revision() < CHANGES && result.revision() > 0, result::toString);
    try (DurableStore store = open(work)) {
      assertEquals(result.revision(), store.revision());
      new Twin(store)
          .content()
          .values()
          .forEach(
              value -> assertTrue(Long.parseLong(value.split(":")[0]) <= result.revision(), value));
    }
  }

  @Test
  void recoversNothingWhereNothingIsDamaged() {
    Images.copy(killed, work);
    Result result = StoreRecovery.recover(work, Policy.CUT, SIZE);
    assertEquals(List.of(), result.losses());
    assertEquals(expected.size(), result.records());
    try (DurableStore store = open(work)) {
      Twin.requireSame(expected, new Twin(store).content(), "nothing is damaged");
    }
  }

  @Test
  void missesASegment() throws IOException {
    Images.copy(closed, work);
    List<Path> segments =
        Images.files(work).stream().filter(f -> f.toString().endsWith(".journal")).toList();
    Files.delete(segments.getFirst());
    StoreDamagedException e = assertThrows(StoreDamagedException.class, () -> open(work));
    assertTrue(e.getMessage().contains("is missing"), e::getMessage);
  }

  @Test
  void cutsACommitThatWasNotFinished() throws IOException {
    Path before = folder.resolve("before");
    Path live = folder.resolve("live");
    TreeMap<String, String> old;
    TreeMap<String, String> now;
    long from;
    long to;
    Path segment;
    try (DurableStore store = open(live)) {
      segment =
          Images.files(live).stream()
              .filter(f -> f.toString().endsWith(".journal"))
              .toList()
              .getLast();
      Twin twin = new Twin(store);
      old = twin.content();
      Images.copy(live, before);
      from = endOf(segment);
      twin.put("key-1", "a", CHANGES + 1);
      twin.remove("key-2", CHANGES + 2);
      twin.put("key-3", "ccccccccccccccccccccccc", CHANGES + 3);
      store.commit();
      to = endOf(segment);
      now = twin.content();
    }
    for (long cut = from; cut <= to; cut++) {
      Images.copy(before, work);
      Path torn = work.resolve(segment.getFileName());
      Files.copy(segment, torn, StandardCopyOption.REPLACE_EXISTING);
      Images.blank(torn, cut, Files.size(torn));
      // The last bytes of a commit are zeros anyway.
      boolean whole = Files.mismatch(torn, segment) < 0;
      String what = "cut at " + cut;
      try (DurableStore store = open(work)) {
        Twin.requireSame(whole ? now : old, new Twin(store).content(), what);
        assertEquals(!whole && cut > from, store.report().tornBytes() > 0, what);
        new Twin(store).put("key-4", "goes on", CHANGES + 4);
      }
      assertEquals(CHANGES + 4, StoreRecovery.verify(work));
    }
  }

  private static long endOf(Path segment) {
    try (SegmentReader reader = SegmentReader.open(segment)) {
      while (reader.next()) {
        continue;
      }
      return reader.end();
    }
  }

  @Test
  void servesNoRecordThatChangedInTheView() throws IOException {
    Images.copy(closed, work);
    try (DurableStore store = open(work)) {
      Twin twin = new Twin(store);
      twin.put("marked", "a value like no other", CHANGES + 1);
      Path view =
          Images.files(work).stream()
              .filter(f -> f.toString().endsWith(".map"))
              .findFirst()
              .orElseThrow();
      String bytes = new String(Files.readAllBytes(view), StandardCharsets.ISO_8859_1);
      Images.flip(view, bytes.indexOf("a value like no other") + 3, 0x20);
      DamagedRecordException e =
          assertThrows(DamagedRecordException.class, () -> twin.text("marked"));
      assertTrue(e.getMessage().contains("marked"), e::getMessage);
    }
  }

  private Path anySegment() {
    return Images.files(work).stream()
        .filter(file -> file.toString().endsWith(".journal"))
        .findFirst()
        .orElseThrow();
  }
}
