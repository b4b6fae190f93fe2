package io.machinenative.axiom.plugins.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * One multipart upload: one thread reads parts in order, others send them. Parts that the service
 * has already, with the same MD5 as their ETag, are not sent again. Used once.
 */
final class PartedUpload {
  /** S3's own limit. */
  static final int MAX_PARTS = 10_000;

  private final S3Access access;
  private final ObjectPlace place;
  private final ObjectTraits traits;
  private final Executor senders;
  private final PartBuffers buffers;
  private final KeptUpload kept;
  private final TreeMap<Integer, CompletedPart> done = new TreeMap<>();
  private final AtomicLong sentBytes = new AtomicLong();
  private final AtomicReference<IOException> failure = new AtomicReference<>();
  private int reused;

  private PartedUpload(
      S3Access access,
      ObjectPlace place,
      ObjectTraits traits,
      ThreadFactory threads,
      PartBuffers buffers,
      KeptUpload kept) {
    this.access = access;
    this.place = place;
    this.traits = traits;
    this.buffers = buffers;
    this.kept = kept;
    senders = task -> threads.newThread(task).start();
  }

  /**
   * A new one.
   *
   * @param mark a value that no other upload has
   */
  static PartedUpload begun(
      S3Access access,
      ObjectPlace place,
      ObjectTraits traits,
      ThreadFactory threads,
      PartBuffers buffers,
      String mark)
      throws IOException {
    String id =
        S3Failures.run(
            "begin an upload to " + place,
            () ->
                access
                    .client()
                    .createMultipartUpload(traits.with(ObjectTraits.UPLOAD, mark).begin(place))
                    .uploadId());
    KeptUpload none = new KeptUpload(id, Map.of(), Map.of(ObjectTraits.UPLOAD, mark));
    return new PartedUpload(access, place, traits, threads, buffers, none);
  }

  /** One that was begun before. */
  static PartedUpload resumed(
      S3Access access,
      ObjectPlace place,
      ObjectTraits traits,
      ThreadFactory threads,
      PartBuffers buffers,
      KeptUpload kept) {
    return new PartedUpload(access, place, traits, threads, buffers, kept);
  }

  int parts() {
    return done.size();
  }

  /** Parts that were there already. */
  int reusedParts() {
    return reused;
  }

  /**
   * Sends everything, and makes it one object.
   *
   * @param first part, filled; every part before the last is as long as its buffer
   * @return the object's ETag
   */
  String send(ByteBuffer first, PartSource source, TransferWatch watch)
      throws IOException, InterruptedException {
    List<CompletableFuture<Void>> sending = new ArrayList<>();
    try {
      ByteBuffer part = first;
      boolean more = true;
      for (int number = 1; more; number++) {
        if (number > MAX_PARTS) {
          throw new IOException(
              place + ": more than " + MAX_PARTS + " parts: raise the setting partBytes");
        }
        more = part.limit() == part.capacity();
        begin(number, part, sending, watch);
        if (more) {
          watch.check();
          throwFailure();
          part = buffers.take();
          source.fill(part);
          if (!part.hasRemaining()) {
            buffers.give(part);
            more = false;
          }
        }
      }
    } finally {
      awaitAll(sending);
    }
    throwFailure();
    return complete();
  }

  private void begin(
      int number, ByteBuffer part, List<CompletableFuture<Void>> sending, TransferWatch watch) {
    if (isThere(number, part)) {
      reused++;
      synchronized (done) {
        done.put(
            number,
            CompletedPart.builder()
                .partNumber(number)
                .eTag(kept.parts().get(number).etag())
                .build());
      }
      watch.at(sentBytes.addAndGet(part.remaining()));
      buffers.give(part);
      return;
    }
    sending.removeIf(CompletableFuture::isDone);
    sending.add(CompletableFuture.runAsync(() -> send(number, part, watch), senders));
  }

  /** Whether the service has these very bytes. */
  private boolean isThere(int number, ByteBuffer part) {
    KeptUpload.Part known = kept.parts().get(number);
    if (known == null || known.bytes() != part.remaining()) {
      return false;
    }
    var md5 = PartSource.digest("MD5");
    md5.update(part.duplicate());
    return known.etag().replace("\"", "").equals(HexFormat.of().formatHex(md5.digest()));
  }

  private void send(int number, ByteBuffer part, TransferWatch watch) {
    try {
      if (failure.get() == null) {
        UploadPartRequest.Builder request =
            UploadPartRequest.builder()
                .bucket(place.bucket())
                .key(place.key())
                .uploadId(kept.uploadId())
                .partNumber(number);
        if (traits.hasChecksum()) {
          request.checksumAlgorithm(traits.algorithm());
        }
        UploadPartResponse response =
            access.client().uploadPart(request.build(), ByteBody.of(part));
        synchronized (done) {
          done.put(number, completed(number, response));
        }
        watch.at(sentBytes.addAndGet(part.limit()));
      }
    } catch (SdkException e) {
      failure.compareAndSet(null, S3Failures.explained("put part " + number + " of " + place, e));
    } finally {
      buffers.give(part);
    }
  }

  private static CompletedPart completed(int number, UploadPartResponse response) {
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(response.eTag())
        .checksumCRC32C(response.checksumCRC32C())
        .checksumSHA256(response.checksumSHA256())
        .build();
  }

  private static void awaitAll(List<CompletableFuture<Void>> sending) {
    for (CompletableFuture<Void> part : sending) {
      try {
        part.join();
      } catch (CompletionException e) {
        throw new IllegalStateException("a part failed in an unforeseen way", e.getCause());
      }
    }
  }

  private void throwFailure() throws IOException {
    IOException first = failure.get();
    if (first != null) {
      throw first;
    }
  }

  private String complete() throws IOException {
    CompletedMultipartUpload parts =
        CompletedMultipartUpload.builder().parts(done.values()).build();
    try {
      return S3Failures.run(
          "complete " + place,
          () ->
              access
                  .client()
                  .completeMultipartUpload(request ->
                      request
                          .bucket(place.bucket())
                          .key(place.key())
                          .uploadId(kept.uploadId())
                          .multipartUpload(parts))
                  .eTag());
    } catch (NoSuchFileException e) {
      // Completed before: by an attempt whose answer was lost, or by a process that ended
      // meanwhile.
      HeadObjectResponse object = new ObjectReader(access).head(place);
      if (object.metadata().entrySet().containsAll(kept.mark().entrySet())) {
        return object.eTag();
      }
      throw e;
    }
  }

  /** Gives the parts up; what fails is added to the reason. */
  void abort(Throwable reason) {
    try {
      access
          .client()
          .abortMultipartUpload(
              request -> request.bucket(place.bucket()).key(place.key()).uploadId(kept.uploadId()));
    } catch (SdkException e) {
      reason.addSuppressed(e);
    }
  }
}
