package io.machinenative.axiom.plugins.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.plugins.s3.ChaosFront.Fault;
import io.machinenative.axiom.plugins.s3.server.S3Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The tools as callers see them, with JSON. */
@ExtendWith(SharedS3Server.class)
class S3ToolsTest {
  private static final int MANY = S3Access.MOST_KEYS + 7;

  /** Of a server that gives so many keys in a page, three pages. */
  private static final int PAGE_KEYS = 4;

  private static final int PAGED = 2 * PAGE_KEYS + 2;

  private static final String SECOND_PAGE = "continuation-token=";

  @TempDir Path folder;

  private static S3Server server;
  private static Path bucket;

  @BeforeAll
  static void use(S3Server shared, @SharedS3Server.Bucket Path objects) {
    server = shared;
    bucket = objects;
  }

  private static long number(Map<?, ?> answer, String name) {
    return ((Number) answer.get(name)).longValue();
  }

  private static List<Object> keys(Map<?, ?> listed) {
    return ((List<?>) listed.get("objects"))
        .stream().<Object>map(object -> ((Map<?, ?>) object).get("key")).toList();
  }

  @Test
  void aFileGoesThereAndBackAndIsProven() throws Exception {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    Files.write(folder.resolve("file"), content);
    try (S3Rig rig = new S3Rig(server.endpoint(), folder)) {
      Map<?, ?> put =
          rig.call(
              "s3.upload",
              Map.of("path", "file", "key", "tools/file", "metadata", Map.of("made-for", "test")));
      assertEquals(content.length, number(put, "bytes"));
      Map<?, ?> verified = rig.call("s3.verify", Map.of("key", "tools/file", "path", "file"));
      assertEquals(true, verified.get("ok"), verified::toString);
      assertEquals(put.get("sha256"), verified.get("sha256"));

      Map<?, ?> got = rig.call("s3.download", Map.of("key", "tools/file", "path", "below/copy"));
      assertEquals(true, got.get("verified"));
      assertEquals(-1, Files.mismatch(folder.resolve("file"), folder.resolve("below/copy")));
      Map<String, ?> again = Map.of("key", "tools/file", "path", "below/copy", "replace", false);
      assertThrows(ToolException.class, () -> rig.call("s3.download", again));

      Files.write(folder.resolve("file"), new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
      verified = rig.call("s3.verify", Map.of("key", "tools/file", "path", "file"));
      assertEquals(false, verified.get("ok"), verified::toString);
      ToolException none =
          assertThrows(ToolException.class, () -> rig.call("s3.verify", Map.of("key", "absent")));
      assertTrue(none.getMessage().contains("test-bucket/absent"), none::getMessage);
    }
  }

  /** More than a page of a listing, and more than a request that deletes, holds. */
  @Test
  void manyObjectsAreListedAndDeleted() throws Exception {
    try (ChaosFront front = new ChaosFront(server.port(), line -> Fault.NONE);
        S3Rig counted = new S3Rig(front.endpoint(), folder);
        S3Rig rig = new S3Rig(server.endpoint(), folder)) {
      putMany("bulk", MANY);
      Map<?, ?> first = rig.call("s3.list", Map.of("prefix", "bulk/"));
      assertEquals(1000, keys(first).size());
      Map<?, ?> rest = rig.call("s3.list", Map.of("prefix", "bulk/", "after", first.get("next")));
      assertEquals(MANY - 1000, keys(rest).size());
      assertEquals(MANY, names(rig, "/bulk/").size());
      assertNull(rest.get("next"));
      Map<?, ?> two = rig.call("s3.list", Map.of("prefix", "bulk/", "limit", 2));
      assertEquals(List.of("bulk/0000", "bulk/0001"), keys(two));

      Map<String, Object> bulk = Map.of("prefix", "bulk/", "dryRun", true);
      assertEquals(MANY, number(counted.call("s3.delete", bulk), "deleted"));
      assertEquals(MANY, number(counted.call("s3.delete", Map.of("prefix", "bulk/")), "deleted"));
      assertEquals(2, front.heads().stream().filter(head -> head.startsWith("post ")).count());
      assertEquals(List.of(), keys(rig.call("s3.list", Map.of("prefix", "bulk/"))));
      for (Map<String, ?> vague :
          List.<Map<String, ?>>of(
              Map.of(), Map.of("prefix", ""), Map.of("prefix", "a", "keys", List.of("b")))) {
        assertThrows(ToolException.class, () -> rig.call("s3.delete", vague));
      }
    }
  }

  /** As S3Proxy keeps objects: to put as many takes seconds. */
  private static void putMany(String prefix, int count) throws Exception {
    Path bulk = Files.createDirectory(bucket.resolve(prefix));
    for (int i = 0; i < count; i++) {
      Files.write(bulk.resolve("%04d".formatted(i)), new byte[1]);
    }
  }

  /** What other plugins are lent, and a sync, go through all pages, and through none by halves. */
  @Test
  void pagesAreFollowedToTheLast() throws Exception {
    putMany("paged", PAGED);
    Files.createDirectory(folder.resolve("local"));
    Map<String, Object> up = Map.of("path", "local", "prefix", "paged", "delete", true);
    Map<String, Object> down =
        Map.of("path", "local", "prefix", "paged", "delete", true, "direction", "down");
    List<String> kept = List.of("0000", "0003", "0004", "0009");
    try (ChaosFront cutting =
            new ChaosFront(
                server.port(), line -> line.contains(SECOND_PAGE) ? Fault.ERROR : Fault.NONE);
        S3Rig cut = new S3Rig(cutting.endpoint(), folder, S3Rig.PATIENT_MS, PAGE_KEYS);
        S3Rig rig = new S3Rig(server.endpoint(), folder, S3Rig.PATIENT_MS, PAGE_KEYS)) {
      for (String name : kept) {
        Files.write(folder.resolve("local/" + name), new byte[1]);
        rig.storage.put("/paged/" + name, ByteBuffer.allocate(1)); // with a tag, unlike the others
      }
      assertThrows(IOException.class, () -> cut.storage.list("/paged/", entry -> {}));
      assertEquals(
          IntStream.range(0, PAGED).mapToObj("/paged/%04d"::formatted).toList(),
          names(rig, "/paged/"));

      for (Map<String, Object> either : List.of(up, down)) {
        assertThrows(ToolException.class, () -> cut.call("s3.sync", either));
      }
      assertTrue(Files.exists(folder.resolve("local/0009")), "it is on a page that did not come");
      assertEquals(PAGED, names(rig, "/paged/").size());
      Map<?, ?> done = rig.call("s3.sync", up);
      assertEquals(PAGED - kept.size(), number(done, "deleted"), done::toString);
      assertEquals(kept.size(), number(done, "unchanged"));
      assertEquals(kept.stream().map("/paged/"::concat).toList(), names(rig, "/paged/"));

      putMany("lent", PAGED);
      assertEquals(
          PAGED,
          number(
              rig.call("s3.sync", Map.of("path", "copy", "prefix", "lent", "direction", "down")),
              "transferred"));
      rig.storage.delete(names(rig, "/lent/"));
      assertEquals(List.of(), names(rig, "/lent/"));
    }
  }

  private static List<String> names(S3Rig rig, String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    rig.storage.list(prefix, entry -> names.add(entry.name()));
    return names;
  }

  @Test
  void aFolderIsSynchronised() throws Exception {
    Path up = Files.createDirectories(folder.resolve("up/below")).getParent();
    Files.writeString(up.resolve("a"), "one");
    Files.writeString(up.resolve("below/b"), "two");
    Files.writeString(up.resolve("skip.tmp"), "three");
    try (S3Rig rig = new S3Rig(server.endpoint(), folder)) {
      Map<String, ?> there =
          Map.of("path", "up", "prefix", "mirror", "excludes", List.of("*.tmp"), "delete", true);
      Map<?, ?> made = rig.call("s3.sync", there);
      assertEquals(2, number(made, "transferred"), made::toString);
      assertEquals(6, number(made, "bytes"));
      assertEquals(2, number(rig.call("s3.sync", there), "unchanged"));
      assertEquals(
          List.of("mirror/a", "mirror/below/b"),
          keys(rig.call("s3.list", Map.of("prefix", "mirror/"))));

      Files.delete(up.resolve("a"));
      assertEquals(List.of("delete a"), rig.call("s3.sync", there).get("actions"));
      Map<?, ?> down =
          rig.call("s3.sync", Map.of("path", "down", "prefix", "mirror", "direction", "down"));
      assertEquals(List.of("get below/b"), down.get("actions"), down::toString);
      assertEquals("two", Files.readString(folder.resolve("down/below/b")));
      assertFalse(Files.exists(folder.resolve("down/a")));
    }
  }
}
