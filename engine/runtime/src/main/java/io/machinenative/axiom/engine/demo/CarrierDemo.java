package io.machinenative.axiom.engine.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.Reply;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.Sha256;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Calls tools on one carrier with real files, and compares every reply with a computation of its
 * own. Owned by the thread that runs it, which is also the client's.
 */
final class CarrierDemo {
  private static final int ECHO_BYTES = 64;
  private static final int ECHO_CALLS = 20_000;
  private static final long ECHO_NS = TimeUnit.SECONDS.toNanos(2);
  private static final long LARGE_FILE_BYTES = 4096;
  private static final long SLEEP_DEADLINE_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private final String carrier;
  private final AxiomClient client;
  private final NanoClock clock;
  private final CallOptions options = new CallOptions().deadlineNs(TimeUnit.SECONDS.toNanos(30));
  private final List<String> faults = new ArrayList<>();
  private long calls;
  private long bytes;

  CarrierDemo(String carrier, AxiomClient client, NanoClock clock) {
    this.carrier = carrier;
    this.client = client;
    this.clock = clock;
  }

  /**
   * @param progress told the number of files that are done, and the carrier
   */
  CarrierReport run(List<Path> files, BiConsumer<Integer, String> progress) throws IOException {
    for (int i = 0; i < files.size(); i++) {
      checkFile(files.get(i));
      progress.accept(i + 1, carrier);
    }
    checkQuery(files);
    checkDeadline();
    Histogram roundTrips = measureEcho();
    return new CarrierReport(
        carrier,
        calls,
        bytes,
        faults,
        roundTrips.getValueAtPercentile(50),
        roundTrips.getValueAtPercentile(99),
        roundTrips.getMaxValue());
  }

  /** The server's hash against the JDK's, and the echo against the file. */
  private void checkFile(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    bytes += content.length;
    String answered = hexOf(call("core.hash", ContentType.BINARY, content));
    expect(file + ": SHA-256", sha256(content), answered);
    Reply echoed = call("core.echo", ContentType.BINARY, content);
    if (!Arrays.equals(content, echoed.bytes())) {
      faults.add(file + ": the echo of " + content.length + " bytes differs");
    }
  }

  private static String hexOf(Reply reply) {
    return ((Map<?, ?>) Json.read(reply.bytes())).get("hex").toString();
  }

  private static String sha256(byte[] content) {
    return HexFormat.of().formatHex(Sha256.begin().digest(content));
  }

  /** Which files are large, asked as a JSONPath over a list of them, and counted here. */
  private void checkQuery(List<Path> files) throws IOException {
    List<Map<String, Object>> entries = new ArrayList<>();
    List<String> large = new ArrayList<>();
    for (Path file : files) {
      long size = Files.size(file);
      entries.add(Map.of("name", file.toString(), "size", size));
      if (size > LARGE_FILE_BYTES) {
        large.add(file.toString());
      }
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("path", "$.files[?(@.size > " + LARGE_FILE_BYTES + ")].name");
    arguments.put("limit", 10_000);
    byte[] payload = Json.compound(Json.write(arguments), Json.write(Map.of("files", entries)));
    Reply reply = call("core.json-query", ContentType.COMPOUND, payload);
    Object matches = ((Map<?, ?>) Json.read(reply.bytes())).get("matches");
    expect("core.json-query", large.toString(), String.valueOf(matches));
  }

  /**
   * A call that would take ten seconds ends at its deadline; on a busy machine before it started.
   */
  private void checkDeadline() {
    byte[] arguments = "{\"millis\":10000}".getBytes(UTF_8);
    CallOptions hurried = new CallOptions().deadlineNs(SLEEP_DEADLINE_NS);
    try {
      client.call("core.sleep", ContentType.JSON, arguments, hurried);
      faults.add("core.sleep: slept past its deadline");
    } catch (CallException e) {
      if (e.status() != Status.DEADLINE_EXPIRED) {
        expect("core.sleep", Status.DEADLINE_EXCEEDED.name(), e.status().name());
      }
    }
    calls++;
  }

  private Histogram measureEcho() {
    Histogram warmUp = new Histogram(3);
    echo(warmUp);
    Histogram roundTrips = new Histogram(3);
    echo(roundTrips);
    calls += roundTrips.getTotalCount();
    return roundTrips;
  }

  /** One call after the other: so many, or as many as the time allows on a busy machine. */
  private void echo(Histogram roundTrips) {
    UnsafeBuffer payload = new UnsafeBuffer(new byte[ECHO_BYTES]);
    long beginNs = clock.nanoTime();
    long endNs = beginNs;
    for (int i = 0; i < ECHO_CALLS && endNs - beginNs < ECHO_NS; i++) {
      payload.putLong(0, i);
      long startNs = clock.nanoTime();
      Reply reply = client.call("core.echo", ContentType.BINARY, payload, 0, ECHO_BYTES, options);
      endNs = clock.nanoTime();
      roundTrips.recordValue(endNs - startNs);
      if (!Arrays.equals(payload.byteArray(), reply.bytes())) {
        faults.add("core.echo: call " + i + " came back different");
      }
    }
  }

  private Reply call(String tool, ContentType type, byte[] payload) {
    calls++;
    return client.call(tool, type, payload, options);
  }

  private void expect(String what, String expected, String actual) {
    if (!expected.equals(actual)) {
      faults.add(what + ": expected " + expected + ", got " + actual);
    }
  }
}
