package io.machinenative.axiom.plugins.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.ObjectStorage;
import io.machinenative.axiom.plugins.s3.ChaosFront.Fault;
import io.machinenative.axiom.plugins.s3.server.S3Server;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

@ExtendWith(SharedS3Server.class)
class S3Test {
  private static final int LARGE_BYTES = 2 * S3Rig.PART_BYTES + 17;
  private static final int SMALL_BYTES = 700_000;

  @TempDir Path folder;

  private static S3Server server;

  @BeforeAll
  static void use(S3Server shared) {
    server = shared;
  }

  private S3Rig rig() throws IOException {
    return new S3Rig(server.endpoint(), folder);
  }

  private Path file(String name, int bytes, long seed) throws IOException {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return Files.write(folder.resolve(name), content);
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(ints = {0, 1, SMALL_BYTES})
  void aFileComesBack(int bytes) throws Exception {
    Path file = file("file", bytes, 1);
    Path copy = folder.resolve("copy");
    try (S3Rig rig = rig()) {
      ObjectPlace place = S3Rig.place("file-" + bytes);
      ObjectWriter.Put put = rig.uploads.put(place, file, rig.traits(), TransferWatch.NONE);
      assertEquals(1, put.parts());
      FileDownloads.Got got = rig.downloads.get(place, copy, true, TransferWatch.NONE);
      assertTrue(got.verified());
      assertEquals(put.sha256(), got.sha256());
      assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(copy));
    }
  }

  @Test
  void aStreamOfUnknownLengthComesBack() throws Exception {
    byte[] content = Files.readAllBytes(file("file", LARGE_BYTES, 2));
    try (S3Rig rig = rig()) {
      ObjectPlace place = S3Rig.place("stream");
      ObjectWriter.Put put =
          rig.writer.put(
              place,
              rig.traits(),
              Channels.newChannel(new ByteArrayInputStream(content)),
              TransferWatch.NONE);
      assertEquals(3, put.parts());
      ByteArrayOutputStream back = new ByteArrayOutputStream();
      rig.reader.copy(
          place,
          rig.reader.head(place).eTag(),
          0,
          content.length,
          Channels.newChannel(back),
          TransferWatch.NONE);
      assertArrayEquals(content, back.toByteArray());
    }
  }

  @Test
  void aFailedStreamLeavesNothing() throws Exception {
    byte[] content = new byte[LARGE_BYTES];
    try (ChaosFront front =
            new ChaosFront(
                server.port(), line -> line.contains("partNumber=2") ? Fault.ERROR : Fault.NONE);
        S3Rig rig = new S3Rig(front.endpoint(), folder)) {
      ObjectPlace place = S3Rig.place("never-there");
      IOException e =
          assertThrows(
              IOException.class,
              () ->
                  rig.writer.put(
                      place,
                      rig.traits(),
                      Channels.newChannel(new ByteArrayInputStream(content)),
                      TransferWatch.NONE));
      assertTrue(e.getMessage().contains("part 2 of test-bucket/never-there"), e::getMessage);
      assertThrows(NoSuchFileException.class, () -> rig.reader.head(place));
      assertEquals(List.of(), unfinished(rig, "never-there"));
    }
  }

  @Test
  void anUploadThatWasCutOffGoesOn() throws Exception {
    Path file = file("file", LARGE_BYTES, 4);
    ObjectPlace place = S3Rig.place("resumed");
    try (ChaosFront front =
            new ChaosFront(
                server.port(), line -> line.contains("partNumber=3") ? Fault.ERROR : Fault.NONE);
        S3Rig rig = new S3Rig(front.endpoint(), folder)) {
      assertThrows(
          IOException.class, () -> rig.uploads.put(place, file, rig.traits(), TransferWatch.NONE));
      assertEquals(1, unfinished(rig, "resumed").size());
    }
    try (S3Rig rig = rig()) {
      ObjectWriter.Put put = rig.uploads.put(place, file, rig.traits(), TransferWatch.NONE);
      assertEquals(3, put.parts());
      assertTrue(put.reusedParts() >= 1, put::toString);
      assertEquals(List.of(), unfinished(rig, "resumed"));
      Path copy = folder.resolve("copy");
      assertTrue(rig.downloads.get(place, copy, true, TransferWatch.NONE).verified());
      assertEquals(-1, Files.mismatch(file, copy));
    }
  }

  /** The service made the object, and does not know the upload when it is asked again. */
  @Test
  void anObjectWhoseAnswerWasLostIsDone() throws Exception {
    Path file = file("file", LARGE_BYTES, 5);
    AtomicInteger completions = new AtomicInteger();
    Function<String, Fault> plan =
        line ->
            line.startsWith("POST")
                    && line.contains("uploadId=")
                    && completions.getAndIncrement() % 2 == 0
                ? Fault.LOST_ANSWER
                : Fault.NONE;
    try (ChaosFront front = new ChaosFront(server.port(), plan);
        S3Rig rig = new S3Rig(front.endpoint(), folder)) {
      ObjectPlace ofFile = S3Rig.place("lost-file");
      ObjectWriter.Put put = rig.uploads.put(ofFile, file, rig.traits(), TransferWatch.NONE);
      assertEquals(rig.reader.head(ofFile).eTag(), put.etag());
      ObjectPlace ofStream = S3Rig.place("lost-stream");
      try (FileChannel in = FileChannel.open(file)) {
        put = rig.writer.put(ofStream, rig.traits(), in, TransferWatch.NONE);
      }
      assertEquals(rig.reader.head(ofStream).eTag(), put.etag());
      assertEquals(2, front.faults());
      assertEquals(LARGE_BYTES, rig.reader.head(ofStream).contentLength());
    }
  }

  /** As when the process that began it had asked for its end already. */
  @Test
  void anUploadThatIsGoneBeginsAnew() throws Exception {
    Path file = file("file", LARGE_BYTES, 6);
    ObjectPlace place = S3Rig.place("gone");
    AtomicInteger listings = new AtomicInteger();
    Function<String, Fault> plan = line -> line.contains("partNumber=3") ? Fault.ERROR : Fault.NONE;
    try (ChaosFront front = new ChaosFront(server.port(), plan);
        S3Rig rig = new S3Rig(front.endpoint(), folder)) {
      assertThrows(
          IOException.class, () -> rig.uploads.put(place, file, rig.traits(), TransferWatch.NONE));
    }
    try (S3Rig direct = rig()) {
      String begun = unfinished(direct, "gone").getFirst();
      Function<String, Fault> abortBetween =
          line -> {
            // The second listing: the first said that the upload is there.
            if (line.startsWith("GET") && line.contains(begun) && listings.getAndIncrement() == 1) {
              abort(direct, place, begun);
            }
            return Fault.NONE;
          };
      try (ChaosFront front = new ChaosFront(server.port(), abortBetween);
          S3Rig rig = new S3Rig(front.endpoint(), folder)) {
        ObjectWriter.Put put = rig.uploads.put(place, file, rig.traits(), TransferWatch.NONE);
        assertEquals(0, put.reusedParts());
        assertEquals(LARGE_BYTES, rig.reader.head(place).contentLength());
        assertEquals(List.of(), unfinished(rig, "gone"));
      }
    }
  }

  private static void abort(S3Rig rig, ObjectPlace place, String uploadId) {
    rig.access
        .client()
        .abortMultipartUpload(
            request -> request.bucket(place.bucket()).key(place.key()).uploadId(uploadId));
  }

  private static List<String> unfinished(S3Rig rig, String key) {
    return rig
        .access
        .client()
        .listMultipartUploads(request -> request.bucket(S3Rig.BUCKET))
        .uploads()
        .stream()
        .filter(upload -> upload.key().equals(key))
        .map(upload -> upload.uploadId())
        .toList();
  }

  @Test
  void ofManyThatPutAtOnceOneSucceeds() throws Exception {
    try (S3Rig rig = rig()) {
      List<CompletableFuture<Boolean>> puts =
          IntStream.range(0, 4)
              .mapToObj(i ->
                  CompletableFuture.supplyAsync(() -> {
                    try {
                      return rig.storage.putIfAbsent("/lock", ByteBuffer.wrap(new byte[i]));
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  }))
              .toList();
      assertEquals(1, puts.stream().filter(CompletableFuture::join).count());
    }
  }

  @Test
  void theServiceListsReadsAndDeletes() throws Exception {
    try (S3Rig rig = rig()) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        names.add("/many/%03d".formatted(i));
        rig.storage.put(
            names.getLast(), ByteBuffer.wrap(("content " + i).getBytes(StandardCharsets.UTF_8)));
      }
      List<String> listed = new ArrayList<>();
      rig.storage.list("/many/", entry -> listed.add(entry.name()));
      assertEquals(names, listed);
      ByteBuffer part = ByteBuffer.allocate(100);
      assertEquals(4, rig.storage.read("/many/007", 5, part));
      assertEquals("nt 7", new String(part.array(), 0, 4, StandardCharsets.UTF_8));
      assertEquals(9, rig.storage.stat("/many/007").map(ObjectStorage.Entry::bytes).orElse(0L));
      rig.storage.delete(names);
      assertTrue(rig.storage.stat("/many/007").isEmpty());
    }
  }

  @Test
  void aFolderIsSynchronisedBothWays() throws Exception {
    Path up = Files.createDirectories(folder.resolve("up/below")).getParent();
    Files.writeString(up.resolve("a"), "one");
    Files.writeString(up.resolve("below/b"), "two");
    try (S3Rig rig = rig()) {
      FolderSync.Done dry = sync(rig, up, true, true, true);
      assertEquals(List.of("put a", "put below/b"), dry.actions());
      assertEquals(2, sync(rig, up, true, true, false).transferred());
      assertEquals(2, sync(rig, up, true, true, false).unchanged());
      Path down = folder.resolve("down");
      assertEquals(2, sync(rig, down, false, false, false).transferred());
      assertEquals("two", Files.readString(down.resolve("below/b")));
      Files.writeString(up.resolve("a"), "ONE");
      Files.delete(up.resolve("below/b"));
      FolderSync.Done changed = sync(rig, up, true, true, false);
      assertEquals(List.of("put a", "delete below/b"), changed.actions());
      assertEquals(1, sync(rig, down, false, true, false).deleted());
      assertEquals("ONE", Files.readString(down.resolve("a")));
      assertFalse(Files.exists(down.resolve("below/b")));
    }
  }

  private static FolderSync.Done sync(
      S3Rig rig, Path local, boolean up, boolean delete, boolean dryRun) throws Exception {
    FolderSync.Plan plan =
        new FolderSync.Plan(local, S3Rig.BUCKET, "synced/", up, delete, dryRun, List.of());
    return new FolderSync(
            rig.access,
            rig.reader,
            rig.uploads,
            rig.downloads,
            rig.deletes,
            plan,
            TransferWatch.NONE)
        .run();
  }

  @Test
  void damageIsFound() throws Exception {
    try (S3Rig rig = rig()) {
      ObjectPlace place = S3Rig.place("damaged");
      ObjectTraits lying = rig.traits().with(ObjectTraits.SHA256, "0".repeat(64));
      rig.access
          .client()
          .putObject(lying.put(place).build(), ByteBody.of(ByteBuffer.wrap(new byte[10])));
      Path copy = folder.resolve("copy");
      IOException e =
          assertThrows(
              IOException.class, () -> rig.downloads.get(place, copy, true, TransferWatch.NONE));
      assertTrue(e.getMessage().contains("is damaged"), e::getMessage);
      assertFalse(Files.exists(copy));
    }
  }

  @Test
  void traitsReachTheService() throws Exception {
    try (S3Rig rig = rig()) {
      ObjectPlace place = S3Rig.place("traits");
      ObjectTraits traits =
          ObjectTraits.of(
              rig.access.settings(), "text/plain", "", Map.of(), Map.of("made-for", "test"));
      rig.writer.put(
          place,
          traits,
          Channels.newChannel(new ByteArrayInputStream(new byte[3])),
          TransferWatch.NONE);
      var head = rig.reader.head(place);
      assertEquals("text/plain", head.contentType());
      assertEquals("test", head.metadata().get("made-for"));
      assertEquals(64, head.metadata().get(ObjectTraits.SHA256).length());
    }
  }

  /** S3Proxy knows none of these: what counts is what it is asked, as the S3 API names it. */
  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(ints = {SMALL_BYTES, LARGE_BYTES})
  void tagsStorageClassAndEncryptionAreAskedFor(int bytes) throws Exception {
    try (ChaosFront front = new ChaosFront(server.port(), line -> Fault.ERROR);
        S3Rig rig = new S3Rig(front.endpoint(), folder)) {
      ObjectTraits traits =
          new ObjectTraits(
              "text/plain",
              "STANDARD_IA",
              "aws:kms",
              "key-1",
              "CRC32C",
              Map.of("to", "a b&c"),
              Map.of("made-for", "test"));
      Path file = file("file", bytes, 6);
      ObjectPlace place = S3Rig.place("asked-" + bytes);
      assertThrows(
          IOException.class, () -> rig.uploads.put(place, file, traits, TransferWatch.NONE));
      String head = front.heads().getFirst();
      String firstLine =
          bytes == SMALL_BYTES ? "put /test-bucket/asked-" : "post /test-bucket/asked-";
      assertTrue(head.startsWith(firstLine + bytes), head);
      assertEquals(bytes == LARGE_BYTES, head.lines().findFirst().orElse("").contains("?uploads"));
      for (String header :
          List.of(
              "content-type: text/plain",
              "x-amz-storage-class: standard_ia",
              "x-amz-server-side-encryption: aws:kms",
              "x-amz-server-side-encryption-aws-kms-key-id: key-1",
              "x-amz-tagging: to=a%20b%26c",
              "x-amz-meta-made-for: test",
              "crc32c")) {
        assertTrue(head.contains(header), () -> header + " in " + head);
      }
    }
  }
}
