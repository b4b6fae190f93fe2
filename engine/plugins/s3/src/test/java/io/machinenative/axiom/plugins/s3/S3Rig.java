package io.machinenative.axiom.plugins.s3;

import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.PluginMemory;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.json.GuardedCall;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.OperationRun;
import io.machinenative.axiom.engine.json.ToolFaces;
import io.machinenative.axiom.plugins.files.FileRoots;
import io.machinenative.axiom.plugins.s3.server.S3Server;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;

/** The plugin's parts over an endpoint, without an engine. */
final class S3Rig implements AutoCloseable {
  static final int PART_BYTES = 5 << 20;
  static final int PATIENT_MS = 15_000;
  static final int IMPATIENT_MS = 1_000;
  static final String BUCKET = "test-bucket";

  private static final int MAX_REPLY_BYTES = 1 << 22;

  private final ScheduledThreadPoolExecutor timers;
  final S3Access access;
  final ObjectReader reader;
  final ObjectWriter writer;
  final FileUploads uploads;
  final FileDownloads downloads;
  final BulkDelete deletes;
  final BucketStorage storage;
  final List<Tool> tools;
  final List<Operation> operations;

  S3Rig(String endpoint, Path data) throws IOException {
    this(endpoint, data, PATIENT_MS);
  }

  /**
   * @param idleTimeoutMs most time without a byte from the other side
   */
  S3Rig(String endpoint, Path data, int idleTimeoutMs) throws IOException {
    this(endpoint, data, idleTimeoutMs, S3Access.MOST_KEYS);
  }

  /**
   * @param idleTimeoutMs most time without a byte from the other side
   * @param requestKeys that one request lists or deletes
   */
  S3Rig(String endpoint, Path data, int idleTimeoutMs, int requestKeys) throws IOException {
    ThreadFactory threads =
        work -> {
          Thread thread = new Thread(work);
          thread.setDaemon(true);
          return thread;
        };
    timers = new ScheduledThreadPoolExecutor(1, threads);
    S3Settings settings =
        new S3Settings(
            endpoint,
            "us-east-1",
            true,
            "secrets",
            BUCKET,
            List.of(),
            PART_BYTES,
            PART_BYTES,
            4,
            20,
            3,
            5,
            30_000,
            idleTimeoutMs,
            "",
            "",
            "",
            "CRC32C",
            Map.of());
    access = new S3Access(settings, S3Rig::secret, InstantSource.system(), timers, requestKeys);
    reader = new ObjectReader(access);
    writer = new ObjectWriter(access, memory(), threads, UUID::randomUUID);
    uploads = new FileUploads(access, writer, new UploadJournal(data.resolve("uploads")));
    downloads = new FileDownloads(access, reader, threads);
    deletes = new BulkDelete(access);
    storage = new BucketStorage(access, reader, deletes, UUID::randomUUID);
    tools =
        new S3Tools(access, reader, uploads, downloads, deletes, new FileRoots(List.of(data)))
            .all();
    operations = new S3Operations(access, reader, writer).all();
  }

  private static byte[] secret(String name) {
    return switch (name) {
      case "s3-access-key-id" -> S3Server.ACCESS_KEY.getBytes(StandardCharsets.UTF_8);
      case "s3-secret-access-key" -> S3Server.SECRET_KEY.getBytes(StandardCharsets.UTF_8);
      default -> throw new IllegalStateException("no secret " + name);
    };
  }

  private static PluginMemory memory() {
    return new PluginMemory() {
      @Override
      public MemorySegment allocate(long bytes, long alignmentBytes) {
        return Arena.ofAuto().allocate(bytes, alignmentBytes);
      }

      @Override
      public Arena openArena() {
        return Arena.ofShared();
      }

      @Override
      public long usedBytes() {
        return 0;
      }

      @Override
      public long limitBytes() {
        return Long.MAX_VALUE;
      }
    };
  }

  S3Rig withBucket() {
    access.client().createBucket(request -> request.bucket(BUCKET));
    return this;
  }

  /** Calls a tool as callers do, with JSON. */
  Map<?, ?> call(String name, Map<String, ?> arguments) throws Exception {
    Tool tool = tools.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    var handler = ToolFaces.of(tool, MAX_REPLY_BYTES).handlers()[ContentType.JSON.value()];
    return (Map<?, ?>) Json.read(GuardedCall.json(Json.text(arguments)).run(handler).reply());
  }

  /** Runs an operation as pipelines do. */
  OperationRun run(String name, String key, byte[] input) throws Exception {
    return OperationRun.of(operations, name, Map.of("key", key), input);
  }

  static ObjectPlace place(String key) {
    return new ObjectPlace(BUCKET, key);
  }

  ObjectTraits traits() {
    return ObjectTraits.of(access.settings(), "", "", Map.of(), Map.of());
  }

  @Override
  public void close() {
    access.close();
    timers.shutdownNow();
  }
}
