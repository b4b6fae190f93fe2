package io.machinenative.axiom.plugins.s3;

import io.machinenative.axiom.api.PluginMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Puts streams of any length. What ends within its first part is one request; longer ones are sent
 * in parts, several at once. The object is there when all of it is, and not before. Any thread;
 * memory is (parallel + 1) parts a call.
 */
final class ObjectWriter {
  private final S3Access access;
  private final PluginMemory memory;
  private final ThreadFactory threads;
  private final Supplier<UUID> ids;

  /**
   * A writer.
   *
   * @param ids that nobody has used
   */
  ObjectWriter(S3Access access, PluginMemory memory, ThreadFactory threads, Supplier<UUID> ids) {
    this.access = access;
    this.memory = memory;
    this.threads = threads;
    this.ids = ids;
  }

  /** What was put. */
  record Put(long bytes, String sha256, String etag, int parts, int reusedParts) {}

  /**
   * Puts a stream, and gives its parts up when it fails.
   *
   * @param in borrowed
   * @throws IOException of the stream, or of the service after its retries
   */
  Put put(ObjectPlace place, ObjectTraits traits, ReadableByteChannel in, TransferWatch watch)
      throws IOException, InterruptedException {
    return put(place, traits, in, access.settings().partBytes(), Optional.empty(), watch);
  }

  /**
   * Puts a stream.
   *
   * @param partBytes of each part but the last
   * @param kept an upload to go on with, whose parts stay when this fails; empty for one of its own
   */
  Put put(
      ObjectPlace place,
      ObjectTraits traits,
      ReadableByteChannel in,
      int partBytes,
      Optional<KeptUpload> kept,
      TransferWatch watch)
      throws IOException, InterruptedException {
    PartSource source = new PartSource(in);
    try (PartBuffers buffers =
        new PartBuffers(memory, partBytes, access.settings().parallel() + 1)) {
      ByteBuffer first = buffers.take();
      if (!source.fill(first) && kept.isEmpty()) {
        return putWhole(place, traits, first, source);
      }
      PartedUpload upload =
          kept.isPresent()
              ? PartedUpload.resumed(access, place, traits, threads, buffers, kept.get())
              : PartedUpload.begun(access, place, traits, threads, buffers, ids.get().toString());
      String etag;
      try {
        etag = upload.send(first, source, watch);
      } catch (IOException | InterruptedException | RuntimeException e) {
        if (kept.isEmpty()) {
          upload.abort(e);
        }
        throw e;
      }
      return new Put(source.bytes(), source.sha256(), etag, upload.parts(), upload.reusedParts());
    }
  }

  private Put putWhole(
      ObjectPlace place, ObjectTraits traits, ByteBuffer content, PartSource source)
      throws IOException {
    String sha256 = source.sha256();
    PutObjectResponse response =
        S3Failures.run(
            "put " + place,
            () ->
                access
                    .client()
                    .putObject(
                        traits.with(ObjectTraits.SHA256, sha256).put(place).build(),
                        ByteBody.of(content)));
    return new Put(source.bytes(), sha256, response.eTag(), 1, 0);
  }
}
