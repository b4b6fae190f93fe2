package io.machinenative.axiom.plugins.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.json.OperationRun;
import io.machinenative.axiom.plugins.s3.ChaosFront.Fault;
import io.machinenative.axiom.plugins.s3.server.S3Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service that fails: retried, bounded, reported; and never taken for one that does not. */
@ExtendWith(SharedS3Server.class)
class S3FaultsTest {
  private static final long SEED = 503;
  private static final int LARGE_BYTES = S3Rig.PART_BYTES + 17;
  private static final int SMALL_BYTES = 700_000;

  /** Where nothing is to come. */
  private static final int HURRIED_MS = 300;

  @TempDir Path folder;

  private static S3Server server;

  @BeforeAll
  static void use(S3Server shared) {
    server = shared;
  }

  private byte[] content(int bytes) {
    byte[] content = new byte[bytes];
    new Random(SEED).nextBytes(content);
    return content;
  }

  private static int patience(Fault fault) {
    return fault == Fault.NEVER ? S3Rig.IMPATIENT_MS : S3Rig.PATIENT_MS;
  }

  private ChaosFront front(Function<String, Fault> plan) throws IOException {
    return new ChaosFront(server.port(), plan);
  }

  /**
   * Every third request that the fault can hit goes wrong, of files and of streams: in parts, but
   * for the faults that make one wait.
   */
  @ParameterizedTest
  @EnumSource(names = {"ERROR", "SLOW_DOWN", "HALF_BODY", "NEVER", "BAD_DIGEST"})
  void faultsAreRetried(Fault fault) throws Exception {
    boolean large = fault == Fault.ERROR || fault == Fault.HALF_BODY;
    byte[] content = content(large ? LARGE_BYTES : SMALL_BYTES);
    Path file = Files.write(folder.resolve("file"), content);
    Path copy = folder.resolve("copy");
    AtomicInteger requests = new AtomicInteger();
    Function<String, Fault> plan =
        line -> canHit(fault, line) && requests.getAndIncrement() % 3 == 0 ? fault : Fault.NONE;
    try (ChaosFront front = front(plan);
        S3Rig rig = new S3Rig(front.endpoint(), folder, patience(fault))) {
      ObjectPlace place = S3Rig.place("chaos-" + fault);
      int parts = large ? 2 : 1;
      assertEquals(parts, rig.uploads.put(place, file, rig.traits(), TransferWatch.NONE).parts());
      assertTrue(rig.downloads.get(place, copy, true, TransferWatch.NONE).verified());
      assertEquals(-1, Files.mismatch(file, copy));
      OperationRun put = rig.run("s3.put", "chaos-stream-" + fault, content);
      assertEquals(parts, put.counters().get("sentParts"));
      OperationRun got = rig.run("s3.get", "chaos-stream-" + fault, new byte[0]);
      assertArrayEquals(content, got.output());
      assertEquals(put.results().get("sha256"), got.results().get("sha256"));
      assertTrue(front.faults() > (large ? 2 : 0), () -> front.faults() + " faults");
    }
  }

  /** An answer has a body, or a request has. */
  private static boolean canHit(Fault fault, String line) {
    return switch (fault) {
      case HALF_BODY -> line.startsWith("GET") || line.startsWith("POST");
      case BAD_DIGEST -> line.startsWith("PUT");
      default -> true;
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"ERROR", "SLOW_DOWN", "HALF_BODY", "NEVER"})
  void retriesOfReadingAreBoundedAndReported(Fault fault) throws Exception {
    try (S3Rig direct = new S3Rig(server.endpoint(), folder)) {
      direct.storage.put("/bounded", ByteBuffer.wrap(new byte[1000]));
    }
    try (ChaosFront front = front(line -> line.startsWith("GET") ? fault : Fault.NONE);
        S3Rig rig = new S3Rig(front.endpoint(), folder, patience(fault))) {
      Path copy = folder.resolve("copy");
      IOException e =
          assertThrows(
              IOException.class,
              () -> rig.downloads.get(S3Rig.place("bounded"), copy, true, TransferWatch.NONE));
      assertTrue(e.getMessage().contains("attempts"), e::getMessage);
      assertTrue(e.getMessage().contains("test-bucket/bounded"), e::getMessage);
      assertTrue(front.faults() <= 5, () -> front.faults() + " attempts");
      assertFalse(Files.exists(copy));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ERROR", "SLOW_DOWN", "NEVER", "LOST_ANSWER"})
  void retriesOfWritingAreBoundedAndReported(Fault fault) throws Exception {
    try (ChaosFront front = front(line -> line.startsWith("PUT") ? fault : Fault.NONE);
        S3Rig rig =
            new S3Rig(
                front.endpoint(), folder, fault == Fault.NEVER ? HURRIED_MS : S3Rig.PATIENT_MS)) {
      IOException e =
          assertThrows(
              IOException.class, () -> rig.run("s3.put", "unwritten", content(SMALL_BYTES)));
      assertTrue(e.getMessage().contains("put test-bucket/unwritten"), e::getMessage);
      assertTrue(e.getMessage().contains("after 4 attempts"), e::getMessage);
      assertEquals(4, front.faults());
    }
  }

  /** As the first of many, and when somebody else was before. */
  @Test
  void aPutWhoseAnswerWasLostKnowsItsOwn() throws Exception {
    AtomicInteger puts = new AtomicInteger();
    Function<String, Fault> plan =
        line ->
            line.startsWith("PUT") && puts.getAndIncrement() % 2 == 0
                ? Fault.LOST_ANSWER
                : Fault.NONE;
    try (ChaosFront front = front(plan);
        S3Rig rig = new S3Rig(front.endpoint(), folder)) {
      assertTrue(rig.storage.putIfAbsent("/own", ByteBuffer.wrap(new byte[] {1})));
      assertEquals(2, puts.get(), "tried twice");
      assertFalse(rig.storage.putIfAbsent("/own", ByteBuffer.wrap(new byte[] {2})));
      ByteBuffer there = ByteBuffer.allocate(2);
      assertEquals(1, rig.storage.read("/own", 0, there));
      assertEquals(1, there.get(0));
    }
  }

  /** Without TLS the body is signed, and this service knows by that. */
  @Test
  void whatIsAlteredOnItsWayIsNotTaken() throws Exception {
    Function<String, Fault> plan = line -> line.startsWith("PUT") ? Fault.ALTERED_BODY : Fault.NONE;
    try (ChaosFront front = front(plan);
        S3Rig rig = new S3Rig(front.endpoint(), folder)) {
      IOException e =
          assertThrows(IOException.class, () -> rig.run("s3.put", "altered", content(SMALL_BYTES)));
      assertTrue(e.getMessage().contains("SignatureDoesNotMatch"), e::getMessage);
      assertThrows(NoSuchFileException.class, () -> rig.reader.head(S3Rig.place("altered")));
    }
  }

  /** The service refuses a key of a batch: that one is asked for once more, and then told. */
  @Test
  void aKeyThatIsRefusedIsToldAndTheOthersGo() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    Function<String, Fault> once =
        line ->
            line.startsWith("POST") && requests.getAndIncrement() == 0
                ? Fault.REFUSED_KEY
                : Fault.NONE;
    Map<String, ?> keys = Map.of("keys", List.of("refused", "other"));
    try (ChaosFront front = front(once);
        S3Rig rig = new S3Rig(front.endpoint(), folder)) {
      assertEquals(Map.of(), rig.call("s3.delete", keys).get("failures"));
      assertEquals(2, requests.get());
    }
    try (ChaosFront front =
            front(line -> line.startsWith("POST") ? Fault.REFUSED_KEY : Fault.NONE);
        S3Rig rig = new S3Rig(front.endpoint(), folder)) {
      Map<?, ?> answer = rig.call("s3.delete", keys);
      assertEquals(Map.of("refused", "InternalError on purpose"), answer.get("failures"));
      assertEquals(1, ((Number) answer.get("deleted")).intValue());
    }
  }
}
