package io.machinenative.axiom.engine.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdDecompressor;
import io.machinenative.axiom.natives.zstd.ZstdLimits;
import io.machinenative.axiom.natives.zstd.ZstdProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How bodies travel: compressed, in a stream, over HTTP/2 without TLS; and clients that are slow.
 */
class TransferTest {
  private static final EdgeRig RIG = EdgeRig.usual();

  @AfterAll
  static void stop() {
    RIG.close();
  }

  private static URI uri(String path) {
    return URI.create(RIG.engine().addresses().getFirst() + path);
  }

  private static <T> HttpResponse<T> get(String encoding, HttpResponse.BodyHandler<T> handler)
      throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(uri("/openapi.json")).header("accept-encoding", encoding).build(),
          handler);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, gzip",
    "'br, gzip;q=0.5', gzip",
    "'zstd, gzip', zstd",
    "'gzip;q=0, br', ''",
    "identity, ''"
  })
  void longAnswersAreCompressedAsTheClientAsks(String accepted, String encoding) throws Exception {
    if (encoding.equals("zstd")) {
      assumeTrue(
          Zstd.provider() == ZstdProvider.SYSTEM || Zstd.provider() == ZstdProvider.ARTIFACT,
          "skipped: this machine has no libzstd");
    }
    String plain = get("identity", BodyHandlers.ofString()).body();
    HttpResponse<byte[]> answer = get(accepted, BodyHandlers.ofByteArray());
    assertEquals(encoding, answer.headers().firstValue("content-encoding").orElse(""));
    assertEquals("Accept-Encoding", answer.headers().firstValue("vary").orElse(""));
    assertEquals(plain, new String(plainOf(answer.body(), encoding), UTF_8));
  }

  private static byte[] plainOf(byte[] body, String encoding) throws IOException {
    return switch (encoding) {
      case "gzip" -> new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
      case "zstd" -> unzstd(body);
      default -> body;
    };
  }

  @Test
  void shortAnswersAreNot() {
    try (RawHttp http = RIG.connect()) {
      assertNull(
          http.get("/health", "Accept-Encoding: gzip\r\n").read().fields().get("content-encoding"));
    }
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static int echoed(String encoding, byte[] body) {
    try (RawHttp http = RIG.connect()) {
      return http.post("/v1/tools/core.echo:invoke", "Content-Encoding: " + encoding + "\r\n", body)
          .read()
          .status();
    }
  }

  @Test
  void aCompressedBodyIsInflatedToTheLimitOfABodyAndNoFurther() {
    byte[] fits = gzip(("\"" + "z".repeat(EdgeRig.BODY_BYTES - 2) + "\"").getBytes(UTF_8));
    byte[] bomb = gzip(new byte[50_000_000]);
    assertTrue(bomb.length < EdgeRig.BODY_BYTES, "a bomb is small");
    assertEquals(
        List.of(200, 413, 400, 400, 415),
        List.of(
            echoed("gzip", fits),
            echoed("gzip", bomb),
            echoed("gzip", Arrays.copyOf(fits, fits.length / 2)),
            echoed("gzip", "no gzip".getBytes(UTF_8)),
            echoed("br", fits)));
  }

  @ParameterizedTest
  @CsvSource({"application/x-ndjson", "text/event-stream"})
  void aCallCanBeFollowed(String accepted) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(uri("/v1/tools/test_tool_with_progress:invoke"))
                  .POST(HttpRequest.BodyPublishers.ofString("{}"))
                  .header("accept", accepted)
                  .header("accept-encoding", "gzip")
                  .build(),
              BodyHandlers.ofString());
      assertEquals(accepted, answer.headers().firstValue("content-type").orElse(""));
      List<String> messages =
          answer
              .body()
              .lines()
              .map(line -> line.startsWith("data: ") ? line.substring(6) : line)
              .filter(line -> line.startsWith("{"))
              .toList();
      assertTrue(messages.size() > 1, answer.body());
      assertTrue(messages.getFirst().startsWith("{\"progress\":{\"done\":0"), answer.body());
      assertTrue(!messages.getLast().contains("\"progress\""), answer.body());
    }
  }

  @Test
  void curlSpeaksHttp2WithoutTls() throws Exception {
    Process curl;
    try {
      curl =
          new ProcessBuilder(
                  "curl",
                  "-sN",
                  "--http2-prior-knowledge",
                  "-H",
                  "accept: application/x-ndjson",
                  "-d",
                  "{}",
                  "-w",
                  "%{http_version}",
                  uri("/v1/tools/test_tool_with_progress:invoke").toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "skipped: there is no curl: " + e.getMessage());
      throw e;
    }
    List<String> lines = new String(curl.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertTrue(curl.waitFor(60, TimeUnit.SECONDS), "it ends");
    assertTrue(lines.getFirst().startsWith("{\"progress\""), lines::toString);
    assertEquals("2", lines.getLast());
  }

  @Test
  void whoIsSlowOrDoesNotReadIsGivenUp() {
    try (EdgeRig impatient = EdgeRig.impatient()) {
      try (RawHttp head = impatient.connect();
          RawHttp silent = impatient.connect()) {
        assertEquals(408, head.send("GET /hea").send("lth HTTP/1.1\r\nHos").read().status());
        assertTrue(head.isEnded());
        assertTrue(silent.isEnded());
      }
      String timeouts = EngineCounter.EDGE_TIMEOUTS.label();
      long before = impatient.engine().info().counters().get(timeouts);
      try (RawHttp deaf = impatient.connect()) {
        byte[] large = ("\"" + "x".repeat(60_000) + "\"").getBytes(UTF_8);
        assertThrows(
            UncheckedIOException.class,
            () -> {
              for (int i = 0; i < 2000; i++) {
                deaf.post("/v1/tools/core.echo:invoke", "", large);
              }
            },
            "a client that asks for 120 MB and reads none of it");
      }
      assertTrue(impatient.engine().info().counters().get(timeouts) > before, "counted");
      assertEquals(0, impatient.engine().buffersLent());
    }
  }

  private static byte[] unzstd(byte[] body) {
    try (Arena arena = Arena.ofConfined();
        ZstdDecompressor zstd = Zstd.newDecompressor(ZstdLimits.DEFAULT)) {
      MemorySegment frame = arena.allocate(body.length).copyFrom(MemorySegment.ofArray(body));
      MemorySegment plain = arena.allocate(zstd.declaredBytes(frame));
      zstd.decompress(frame, plain);
      return plain.toArray(ValueLayout.JAVA_BYTE);
    }
  }
}
